"""What a practice has before Medicare answers: claims with planted errors, eligibility responses, documented units."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from pipelines.simulate import simulate_practice
from pipelines.simulate.fee_schedule import KX_THRESHOLD_CENTS

LINES = 12_000
SEED = 7
Row = dict[str, str]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated practice with its open claims."""
    folder = tmp_path_factory.mktemp("practice")
    simulate_practice(LINES, SEED, folder, has_claims=True)
    return folder


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _segments(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="ascii").replace("\n", "")
    return [segment.split("*") for segment in text.rstrip("~").split("~")]


def test_remittances_are_the_same_with_and_without_claims(practice: Path, tmp_path: Path) -> None:
    simulate_practice(LINES, SEED, tmp_path)
    assert not (tmp_path / "claims").exists()
    for path in (tmp_path / "remittances").rglob("*.835"):
        assert path.read_bytes() == (practice / path.relative_to(tmp_path)).read_bytes()
    told = "truth/lines.csv"
    assert (tmp_path / told).read_bytes() == (practice / told).read_bytes()


def test_every_claim_file_is_whole_and_its_lines_are_those_of_truth(practice: Path) -> None:
    found = []
    for path in sorted((practice / "claims").rglob("*.837")):
        segments = _segments(path)
        begins = next(at for at, segment in enumerate(segments) if segment[0] == "ST")
        ends = next(at for at, segment in enumerate(segments) if segment[0] == "SE")
        assert int(segments[ends][1]) == ends - begins + 1
        found += _lines_of(path.relative_to(practice / "claims").as_posix(), segments)
    told = [
        (row["file_name"], row["patient_control_number"], row["line_number"], row["procedure_code"],
         row["modifiers"], row["service_date"].replace("-", ""))
        for row in _rows(practice / "truth" / "claims.csv")
    ]  # fmt: skip
    assert Counter(found) == Counter(told)
    assert len(found) > 100


def _lines_of(name: str, segments: list[list[str]]) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = []
    claim, number, code, modifiers = "", "", "", ""
    for segment in segments:
        if segment[0] == "CLM":
            claim = segment[1]
        elif segment[0] == "LX":
            number = segment[1]
        elif segment[0] == "SV1":
            _, code, *others = segment[1].split(":")
            modifiers = ",".join(others)
        elif segment[0] == "DTP":
            lines.append((name, claim, number, code, modifiers, segment[3]))
    return lines


def test_every_planted_error_breaks_its_rule_and_is_denied_for_it(practice: Path) -> None:
    told = _rows(practice / "truth" / "claims.csv")
    rules: dict[str, set[str]] = defaultdict(set)
    for row in told:
        rules[row["planted_error"]] |= set(row["expected_rules"].split("+"))
    errors = {row["planted_error"] for row in told} - {""}
    assert errors == {
        "kx_missing", "kx_early", "kx_with_ga", "discipline_modifier", "assistant_modifier", "late_claim",
    }  # fmt: skip
    assert [error for error in errors if error not in rules[error]] == []
    denied = {row["planted_error"] for row in told if row["is_denied"] == "True"}
    assert errors - denied == {"kx_early"}


def test_claims_without_a_planted_error_break_rules_only_by_habit(practice: Path) -> None:
    told = [row for row in _rows(practice / "truth" / "claims.csv") if not row["planted_error"]]
    assert sum(not row["expected_rules"] for row in told) > 0.7 * len(told)


def test_claims_are_answered_later(practice: Path) -> None:
    newest = max(row["payment_date"] for row in _rows(practice / "truth" / "lines.csv"))
    told = _rows(practice / "truth" / "claims.csv")
    assert min(row["answered_date"] for row in told) > newest
    answered = set()
    for path in (practice / "later").rglob("*.835"):
        text = path.read_bytes().decode("ascii")
        answered |= {row["line_item_control_number"] for row in told if row["line_item_control_number"] in text}
    assert answered == {row["line_item_control_number"] for row in told}


def test_eligibility_answers_say_what_is_left_in_each_layout(practice: Path) -> None:
    told = _rows(practice / "truth" / "eligibility.csv")
    assert {row["layout"] for row in told} == {"service_type", "text", "shifted"}
    for row in told:
        threshold = KX_THRESHOLD_CENTS[int(row["calendar_year"])]
        assert int(row["remaining_cents"]) == max(0, threshold - int(row["used_cents"]))
        assert (row["expected_grade"] == "at_least") == (int(row["used_cents"]) >= threshold)
        assert int(row["expected_amount_cents"]) == min(threshold, int(row["used_cents"]))
    (path,) = (practice / "eligibility").rglob("*.271")
    amounts = [segment for segment in _segments(path) if segment[0] == "EB"]
    assert len(amounts) == len(told)
    left = sum(round(100 * float(segment[-1])) for segment in amounts)
    assert left == sum(int(row["remaining_cents"]) for row in told)


def test_documented_units_differ_from_billed_ones_only_where_planted(practice: Path) -> None:
    told = _rows(practice / "truth" / "documented.csv")
    (path,) = (practice / "documented_units").glob("*.csv")
    export = _rows(path)
    assert [row["units"] for row in export] == [row["documented_units"] for row in told]
    fewer = [row for row in told if row["documented_units"] != row["billed_units"]]
    assert 0 < len(fewer) < 0.1 * len(told)
    assert max(int(row["visits_since_progress_report"]) for row in told) > 10
    assert all(date.fromisoformat(row["patient_dob"]).year < 1970 for row in export)
