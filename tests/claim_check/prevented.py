"""`python -m tests.claim_check.prevented`: denials for missing KX that a check had named before, and its precision."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.build import build
from pipelines.claim_check.check import check_claims
from pipelines.claim_check.report import ClaimReport
from pipelines.progress import QuietProgress
from pipelines.settings import Settings, load_settings
from pipelines.simulate import simulate_practice
from tests.warehouses import open_warehouse

_MISSING_KX, _PART_B = "119", "MEDICARE PART B"
LINES, SEED = 40_000, 11
_COUNTS = ("found", "found_denied", "found_paid", "missed")


@dataclass(frozen=True)
class Prevented:
    """Lines that were denied for missing KX, and how many of them had been named."""

    denied: int
    named: int


def measure_prevented(told: Iterable[dict[str, str]], reports: Iterable[ClaimReport]) -> Prevented:
    """`told` are the rows of truth/claims.csv, `reports` the checks of their files."""
    denied = {
        (row["patient_control_number"], int(row["line_number"]))
        for row in told
        if row["is_denied"] == "True"
        and row["adjustment_reason_code"] == _MISSING_KX
        and row["payer_name"].startswith(_PART_B)
        and "KX" not in row["modifiers"].split(",")
    }
    named = {
        (str(one["patient_control_number"]), one["line_number"])
        for report in reports
        for one in report.findings
        if one["rule"] == "kx_missing"
    }
    return Prevented(len(denied), len(denied & named))


def read_told(practice: Path) -> list[dict[str, str]]:
    """What the simulator says of each claim line."""
    with (practice / "truth" / "claims.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def check_in_turn(settings: Settings, practice: Path, told: list[dict[str, str]]) -> list[ClaimReport]:
    """The files in the order in which they go out; each check is kept."""
    files = [practice / "claims" / name for name in dict.fromkeys(row["file_name"] for row in told)]
    return [check_claims(settings, [file], None, lambda sentence: None, is_kept=True) for file in files]


def back_test(settings: Settings, practice: Path) -> dict[str, dict[str, float]]:
    """What the warehouse says of each rule once the claims are adjudicated."""
    build(settings, [practice / "later"], None, QuietProgress())
    with open_warehouse(settings.home) as warehouse:
        rows = warehouse.execute("from mart.claim_back_test").to_arrow_table().to_pylist()
    return {row["rule_name"]: row for row in rows}


def print_figures() -> None:
    """The figures of docs/claim-check.md."""
    with TemporaryDirectory() as folder:
        practice, settings = Path(folder) / "practice", load_settings(Path(folder) / "home")
        simulate_practice(LINES, SEED, practice, has_claims=True)
        build(settings, [practice / "remittances"], None, QuietProgress())
        told = read_told(practice)
        alone = measure_prevented(told, [check_claims(settings, [practice / "claims"], None, lambda sentence: None)])
        in_turn = measure_prevented(told, check_in_turn(settings, practice, told))
        _say(f"Lines that Medicare Part B denied for missing KX: {in_turn.denied}")
        _say(f"  named by a check of each file by itself: {alone.named}")
        _say(f"  named with the files before it kept: {in_turn.named}")
        for rule, row in back_test(settings, practice).items():
            counts = (f"{row[f'{name}_lines']} {name.replace('_', ' and ')}" for name in _COUNTS)
            precision, recall = _ratio(row["precision_ratio"]), _ratio(row["recall_ratio"])
            _say(f"{rule}: {', '.join(counts)}; precision {precision}, recall {recall}")


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    print_figures()
