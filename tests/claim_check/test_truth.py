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
from pipelines.settings import load_settings
from pipelines.simulate import simulate_practice

LINES, SEED = 12_000, 7
KX_RULES = ("kx_missing", "kx_early", "kx_with_ga")
Found = tuple[str, int, str]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated practice with claims that Medicare has not answered yet."""
    folder = tmp_path_factory.mktemp("practice")
    simulate_practice(LINES, SEED, folder, has_claims=True)
    return folder


@pytest.fixture(scope="module")
def report(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> ClaimReport:
    """Its claims, checked against its remittances."""
    settings = load_settings(tmp_path_factory.mktemp("homes") / "home")
    build(settings, [practice / "remittances"], None, QuietProgress())
    return check_claims(settings, [practice / "claims"], None, lambda sentence: None)


@pytest.fixture(scope="module")
def told(practice: Path) -> list[dict[str, str]]:
    """What the simulator says of each claim line."""
    with (practice / "truth" / "claims.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _expected(told: list[dict[str, str]]) -> set[Found]:
    return {
        (row["patient_control_number"], int(row["line_number"]), rule)
        for row in told
        for rule in row["expected_rules"].split("+")
        if rule
    }


def _found(report: ClaimReport) -> set[Found]:
    return {(str(one.patient_control_number), one.line_number, one.rule) for one in report.findings}


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


def test_checking_first_prevents_the_denials_for_missing_kx(report: ClaimReport, told: list[dict[str, str]]) -> None:
    """Of the lines that Medicare later denied for missing KX (reason 119), the check had named nearly all."""
    denied = {
        (row["patient_control_number"], int(row["line_number"]))
        for row in told
        if row["is_denied"] == "True" and row["adjustment_reason_code"] == "119" and "KX" not in row["modifiers"]
    }
    named = {(claim, line) for claim, line, rule in _found(report) if rule == "kx_missing"}
    assert len(denied & named) >= 0.9 * len(denied) > 0


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
