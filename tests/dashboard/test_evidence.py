"""The evidence drawer: finding, rule, figures, bytes and the command, for lines that stand and answers that do not."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.builders import claim, line, remittance
from tests.dashboard.page_builds import build_for
from tests.dashboard.sample_practice import ask, ask_text
from tests.eligibility import person, remaining, response


def open_drawer(practice_home: Path, monkeypatch: pytest.MonkeyPatch, service_line_key: str) -> AppTest:
    monkeypatch.setenv("KXWATCH_HOME", str(practice_home))
    script = f"from dashboard.components.evidence.panel import show_evidence\nshow_evidence({service_line_key!r})"
    app = AppTest.from_string(script, default_timeout=30).run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.header, *app.markdown, *app.caption, *app.info])


def listing(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def find_line(practice_home: Path, finding: str) -> str:
    found = ask(
        practice_home,
        "select service_line_key from mart.line_position where order_basis = 'received' and kx_finding = $finding "
        "order by service_line_key limit 1",
        finding=finding,
    )
    return str(found.iloc[0, 0])


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        ("on_time", "KX on time"),
        ("early_unverified", "KX below the threshold, unless at least $"),
        ("missing", "KX missing: the line"),
        ("not_needed", "KX not required"),
    ],
)
def test_a_finding_is_said_with_its_rule_and_its_source(
    practice_home: Path, monkeypatch: pytest.MonkeyPatch, finding: str, sentence: str
) -> None:
    key = find_line(practice_home, finding)
    shown = words(open_drawer(practice_home, monkeypatch, key))
    assert sentence in shown
    assert "Rule: the line" in shown
    assert "(reviewed " in shown


def test_the_file_the_hash_and_the_command_are_there(practice_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = find_line(practice_home, "on_time")
    line = ask(practice_home, "select * from mart.line where service_line_key = $key", key=key).iloc[0]
    app = open_drawer(practice_home, monkeypatch, key)
    assert line["file_name"] in words(app)
    assert line["file_sha256"] in words(app)
    assert app.code[0].value == f"kxwatch trace {key}"


def test_the_marked_segments_are_those_of_the_line(practice_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = find_line(practice_home, "on_time")
    line = ask(practice_home, "select * from mart.line where service_line_key = $key", key=key).iloc[0]
    marked = listing(open_drawer(practice_home, monkeypatch, key)).split('class="own">')[1:]
    assert marked[0].startswith(f"<span>{line['segment_number']}</span><code>SVC")
    assert line["procedure_code"] in marked[0]
    assert "SVC" not in " ".join(marked[1:]).partition("</details>")[0].partition("<details>")[0]


def test_a_patient_is_hidden_until_identifiers_are_switched_on(
    practice_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = find_line(practice_home, "on_time")
    patient = ask(
        practice_home,
        "select patient_id from mart.beneficiary where beneficiary_key = "
        "(select beneficiary_key from mart.line where service_line_key = $key)",
        key=key,
    ).iloc[0, 0]
    app = open_drawer(practice_home, monkeypatch, key)
    assert str(patient) not in listing(app)
    assert "turn on 'Show patient identifiers'" in words(app)
    app.session_state["identifiers_shown"] = True
    assert str(patient) in listing(app.run())


def test_an_answer_that_was_replaced_still_shows_its_bytes(
    practice_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ask_text(
        practice_home,
        "select service_line_key from mart.denial_event where standing_category = 'superseded' and is_denied limit 1",
    )
    app = open_drawer(practice_home, monkeypatch, key)
    assert "replaced by a later adjudication of the same service" in words(app)
    assert 'class="own"' in listing(app)


def test_a_denied_line_names_its_denial(practice_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = ask_text(
        practice_home,
        "select service_line_key from mart.line where is_denied and pool is not null and service_line_key in "
        "(select service_line_key from mart.denial where state = 'open') limit 1",
    )
    assert "now open" in words(open_drawer(practice_home, monkeypatch, key))


def test_a_line_in_no_pool_says_so(practice_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = ask_text(practice_home, "select service_line_key from mart.line where pool is null limit 1")
    assert "it is in no threshold figure" in words(open_drawer(practice_home, monkeypatch, key))


def test_an_unknown_line_is_said_to_be_gone(practice_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "not in the current data" in words(open_drawer(practice_home, monkeypatch, "unknown"))


def test_prior_use_is_said_with_the_segment_of_its_eligibility_response(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = claim("V1", line("97110", "GP KX", on="2026-06-05"), received="2026-06-10")
    answers = response(person(*remaining("1860.50"), *remaining("5", "AD")), on="2026-06-01")
    build_for(home, {"a.835": remittance(visit, on="2026-06-24"), "answer.271": answers})
    app = open_drawer(home, monkeypatch, find_line(home, "early"))
    shown = words(app).replace("\\", "")
    assert (
        "Prior-use source: $619.50 used at all providers as of Jun 1, 2026, $619.50 of it at other providers" in shown
    )
    assert "from answer.271, segment 11: EB" in shown
