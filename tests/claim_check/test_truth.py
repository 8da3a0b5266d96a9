"""On a synthetic practice with planted errors, the check finds what the simulator's own count says, line by line."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from pipelines.build import build
from pipelines.claim_check.check import check_claims
from pipelines.claim_check.report import ClaimReport
from pipelines.progress import QuietProgress
from pipelines.settings import Settings, load_settings
from pipelines.simulate import simulate_practice
from tests.claim_check.conftest import READ_BY_CHECKS
from tests.claim_check.prevented import back_test, check_in_turn, measure_prevented, read_told
from tests.few_models import build_few

LINES, SEED = 20_000, 11
KX_RULES = ("kx_missing", "kx_early", "kx_with_ga")
Found = tuple[str, int, str]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated practice with claims that Medicare has not answered yet."""
    folder = tmp_path_factory.mktemp("practice")
    simulate_practice(LINES, SEED, folder, has_claims=True)
    return folder


@pytest.fixture(scope="module")
def settings(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder with its remittances, and with the minutes of its EMR."""
    settings = load_settings(tmp_path_factory.mktemp("homes") / "home")
    with pytest.MonkeyPatch.context() as patched:
        build_few(patched, *READ_BY_CHECKS)
        build(settings, [practice / "remittances", practice / "documented_units"], None, QuietProgress())
    return settings


@pytest.fixture(scope="module")
def report(practice: Path, settings: Settings) -> ClaimReport:
    """Its claims, checked file by file, each by itself."""
    return check_claims(settings, [practice / "claims"], None, lambda sentence: None)


@pytest.fixture(scope="module")
def kept(report: ClaimReport, practice: Path, settings: Settings, told: list[dict[str, str]]) -> list[ClaimReport]:
    """The files in the order in which they go out, each check kept; after those that were not kept."""
    assert report.files > 1
    return check_in_turn(settings, practice, told)


@pytest.fixture(scope="module")
def answered(kept: list[ClaimReport], practice: Path, settings: Settings) -> dict[str, dict[str, float]]:
    """What the warehouse says of each rule once the claims are adjudicated."""
    assert len(kept) > 1
    with pytest.MonkeyPatch.context() as patched:
        build_few(patched, "mart.claim_back_test")
        return back_test(settings, practice)


@pytest.fixture(scope="module")
def told(practice: Path) -> list[dict[str, str]]:
    """What the simulator says of each claim line."""
    return read_told(practice)


def _expected(told: list[dict[str, str]], column: str = "expected_rules") -> set[Found]:
    return {
        (row["patient_control_number"], int(row["line_number"]), rule)
        for row in told
        for rule in row[column].split("+")
        if rule
    }


def _above_minutes(practice: Path) -> set[Found]:
    with (practice / "truth" / "minutes.csv").open(encoding="utf-8", newline="") as rows:
        told = list(csv.DictReader(rows))
    return {(row["patient_control_number"], int(row["line_number"]), "units_above_minutes") for row in told}


def _found(report: ClaimReport) -> set[Found]:
    return {(str(one["patient_control_number"]), one["line_number"], one["rule"]) for one in report.findings}


def test_every_line_was_read(report: ClaimReport, told: list[dict[str, str]]) -> None:
    assert report.lines == len(told) > 200
    assert 0 < report.judged_lines < report.lines


def test_recall_and_precision_of_the_kx_rules(report: ClaimReport, told: list[dict[str, str]]) -> None:
    expected = {one for one in _expected(told) if one[2] in KX_RULES}
    found = {one for one in _found(report) if one[2] in KX_RULES}
    assert {rule for _, _, rule in expected} == set(KX_RULES)
    assert len(found & expected) >= 0.98 * len(expected) > 0
    assert len(found & expected) >= 0.95 * len(found)


def test_the_other_rules_of_the_contract_are_found_exactly(report: ClaimReport, told: list[dict[str, str]]) -> None:
    rules = {rule for _, _, rule in _expected(told)} - set(KX_RULES)
    assert rules == {"discipline_modifier", "assistant_modifier", "late_claim"}
    assert {one for one in _found(report) if one[2] in rules} == {one for one in _expected(told) if one[2] in rules}


def test_units_above_the_documented_minutes_are_found_exactly(report: ClaimReport, practice: Path) -> None:
    """The 8-minute rule: of all visits with documented minutes, those that bill a unit more than they support."""
    above = _above_minutes(practice)
    assert {one for one in _found(report) if one[2] == "units_above_minutes"} == above
    assert len(above) > 1


def test_claims_that_went_out_before_count(kept: list[ClaimReport], told: list[dict[str, str]], practice: Path) -> None:
    """File after file, with what was submitted before it: exactly what the simulator counts."""
    found = set().union(*(_found(one) for one in kept)) - _above_minutes(practice)
    assert found == _expected(told, "expected_rules_in_turn")
    assert found != _expected(told)


def test_checking_first_prevents_the_denials_for_missing_kx(
    kept: list[ClaimReport], told: list[dict[str, str]]
) -> None:
    """Of the lines that Medicare Part B later denied for missing KX (reason 119), the check had named nearly all."""
    share = measure_prevented(told, kept)
    assert share.named >= 0.98 * share.denied > 10


def test_kept_checks_come_true(answered: dict[str, dict[str, float]], told: list[dict[str, str]]) -> None:
    """The page's own back-test, against what Medicare answered."""
    missing = answered["kx_missing"]
    assert missing["precision_ratio"] >= 0.95
    assert missing["recall_ratio"] >= 0.98
    assert missing["found_lines"] == sum("kx_missing" in row["expected_rules_in_turn"] for row in told)
    assert {rule for rule, row in answered.items() if row["found_open_lines"]} == set()
    assert {"kx_with_ga", "late_claim", "discipline_modifier", "assistant_modifier"} <= set(answered)


def test_every_planted_error_is_found(report: ClaimReport, told: list[dict[str, str]]) -> None:
    planted = Counter(row["planted_error"] for row in told if row["planted_error"])
    broken = {(claim, rule) for claim, _, rule in _found(report)}
    missed = [
        row["patient_control_number"]
        for row in told
        if row["planted_error"] and (row["patient_control_number"], row["planted_error"]) not in broken
    ]
    assert missed == []
    assert len(planted) >= 5
