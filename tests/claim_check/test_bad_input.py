"""Files that are not what they should be: each gets a clear sentence, and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import BENEFICIARY, claim, line, remittance
from tests.claim_files import bill, claim_file, service, wrap
from tests.documented import documented
from tests.eligibility import person, remaining, response
from tests.few_models import build_few
from tests.homes.commands import Command
from tests.warehouses import open_warehouse

WRONG = claim_file(bill("A1", service("97110", "GP KX GA")))
OTHER_PAYERS = claim_file(bill("A2", service("97110", "GP KX GA"), filing="CI"), bill("A3", service(""), filing="16"))
UNREAD = {
    "institutional.837": (claim_file(bill("A1", service()), version="005010X223A2"), "institutional claim file (837I)"),
    "dental.837": (claim_file(bill("A1", service()), version="005010X224A2"), "dental claim file (837D)"),
    "ack.999": (wrap(["ST*999*0001", "AK1*HC*1", "SE*3*0001"], code="FA"), "999 acknowledgment, not a claim file"),
    "status.277": (wrap(["ST*277*0001*005010X214", "SE*2*0001"], "005010X214", code="HN"), "277 claim status response"),
    "cut.837": (WRONG[: WRONG.index(b"DTP*472")], "file is truncated (no SE segment)"),
    "counts.837": (WRONG.replace(b"SE*16*", b"SE*61*"), "The payer would reject the file"),
    "groups.837": (WRONG.replace(b"IEA*1*", b"IEA*2*"), "The payer would reject the file"),
}


def test_each_file_is_said_and_the_others_are_checked(kxwatch: Command, practice: Path, tmp_path: Path) -> None:
    paths = []
    for name, content in {
        **{name: one for name, (one, _) in UNREAD.items()},
        "a.837": WRONG,
        "b.837": OTHER_PAYERS,
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        paths.append(path)
    answer = kxwatch("check", *paths, "--home", practice, "--json")
    told = {one["file_name"]: one["reason"] for one in answer.json["unread"]}
    assert {name: sentence in told[name] for name, (_, sentence) in UNREAD.items()} == dict.fromkeys(UNREAD, True)
    assert [(one["file_name"], one["rule"]) for one in answer.json["findings"]] == [
        ("a.837", "kx_with_ga"),
        ("a.837", "kx_early"),
    ]
    assert (answer.exit_code, answer.json["lines"], answer.json["judged_lines"]) == (4, 3, 1)
    assert "2 of them to other payers (not checked)" in answer.err
    assert BENEFICIARY not in answer.err + answer.out
    assert "Traceback" not in answer.err


def test_answers_and_documented_units_are_used_as_far_as_they_go(
    kxwatch: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody known, a rejection, three years in one answer, a year to come, no modifiers, a response cut off."""
    documented_tables = ("mart.documented_service", "mart.documented_visit")
    build_few(monkeypatch, "mart.file_note", "mart.threshold_crossing", *documented_tables)
    years = [*remaining("1", year=2024), *remaining("2", year=2025), *remaining("1860", year=2026)]
    answers = response(
        person(*remaining("9"), patient="9KX1KX1KX02"),
        person("AAA*N**75*C", patient="9KX1KX1KX03"),
        person(*years, *remaining("7", year=2027)),
        on="2026-01-04",
    )
    files = {
        "a.835": remittance(claim("K", line("97110", on="2026-01-05"), last_name="SAMPLE", first_name="ADA")),
        "answers.271": answers,
        "cut.271": response(person(*remaining("5")))[:-40],
        "units.csv": documented({}, without=("modifier",)),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    answer = kxwatch("build", *(tmp_path / name for name in files), "--home", home, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (3, 1)
    assert "cut.271" in answer.err
    assert "file is truncated" in answer.err
    with open_warehouse(home) as warehouse:
        aside = dict(warehouse.execute("select rule, reason from mart.set_aside").fetchall())
        assert set(aside) == {"eligibility_request_rejected", "benefit_of_a_later_year"}
        assert "the patient was not found" in aside["eligibility_request_rejected"]
        notes = dict(warehouse.execute("select rule, reason from mart.file_note").fetchall())
        assert {"patient_without_remittance", "amount_without_services"} <= set(notes)
        used = warehouse.execute("select distinct prior_use_cents from mart.threshold_crossing").fetchall()
        assert used == [(62_000,)]
        units = "select documented_units, billed_units, documentation_category from mart.documented_service"
        assert [tuple(map(str, row)) for row in warehouse.execute(units).fetchall()] == [
            ("2.0000", "1.0000", "documented_more")
        ]
        assert warehouse.execute("select discipline from mart.documented_visit").fetchall() == [(None,)]
    assert "9KX1KX1KX0" not in answer.err + answer.out
