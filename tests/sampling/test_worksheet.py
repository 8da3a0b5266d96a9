"""A worksheet comes back whole and unchanged or not at all; the result follows the rules for missing records."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from pipelines.casebook import open_casebook
from pipelines.sampling.worksheet import AUDITED, KEY, MISSING, PAID, REASON
from pipelines.settings import load_settings
from tests.homes.commands import Command
from tests.processes_here import read_workbooks_here
from tests.sampling.filled import Grid, fill, read_grid, write_grid

WRONG_USE = 2
SIZE = 12


@pytest.fixture(autouse=True)
def _workbooks_here(monkeypatch: pytest.MonkeyPatch) -> None:
    read_workbooks_here(monkeypatch)


@pytest.fixture
def written(kxwatch: Command, home: Path, tmp_path: Path) -> bytes:
    """The worksheet of a drawn sample of claims."""
    drawn = kxwatch("sample", "draw", "one", "--unit", "claim", "--seed", "3", "--size", SIZE, "--home", home)
    assert drawn.exit_code == 0, drawn.err
    assert kxwatch("sample", "worksheet", "one", "--out", tmp_path / "one.xlsx", "--home", home).exit_code == 0
    return (tmp_path / "one.xlsx").read_bytes()


def give_back(kxwatch: Command, home: Path, content: bytes) -> Any:
    """Import a workbook."""
    path = home.parent / "back.xlsx"
    path.write_bytes(content)
    return kxwatch("sample", "import", "one", path, "--home", home, "--json")


def find_wrongly_paid(grid: Grid) -> None:
    """Unit 1 overpaid by $10, unit 2 underpaid by $5, the record of unit 3 missing."""
    grid[1][AUDITED] = round(float(str(grid[1][PAID])) - 10, 2)
    grid[1][REASON] = "Minutes do not support units"
    grid[2][AUDITED] = round(float(str(grid[2][PAID])) + 5, 2)
    grid[3][AUDITED], grid[3][MISSING] = "", "yes"


def test_a_filled_worksheet_gives_the_result(kxwatch: Command, home: Path, written: bytes) -> None:
    grid = read_grid(written)
    missing = round(float(str(grid[3][PAID])) * 100)
    assert give_back(kxwatch, home, fill(written, find_wrongly_paid)).json["units"] == SIZE
    result = kxwatch("sample", "result", "one", "--home", home, "--json").json
    assert (result["sample_overpaid_cents"], result["sample_underpaid_cents"]) == (1_000 + missing, 500)
    assert (result["underpaid_units"], result["missing_records"]) == (1, 1)
    assert (result["error_rate"]["found"], result["error_rate"]["sampled"]) == (2, SIZE)
    assert result["cia"]["financial_error_rate"] == pytest.approx((1_000 + missing) / result["sample_paid_cents"])
    net = result["estimates"]["net"]["difference"]
    assert net["point_cents"] == round((1_000 + missing - 500) * 60 / SIZE)
    assert net["low_cents"] < net["lower_limit_cents"] < net["point_cents"] < net["high_cents"]
    reasons = {one["reason"]: one["cents"] for one in result["reasons"]}
    expected = {"minutes do not support units": 1_000, "no record": missing, "no reason given": -500}
    assert reasons == expected
    assert all(one["low_cents"] < one["point_cents"] < one["high_cents"] for one in result["exposure"])


def test_none_found_prints_the_upper_bound(kxwatch: Command, home: Path, written: bytes) -> None:
    give_back(kxwatch, home, fill(written, lambda grid: None))
    result = kxwatch("sample", "result", "one", "--home", home)
    assert "Overpaid units: 0 of 12. That is no proof of none: the error rate may be up to 18.3%" in result.out
    assert "no full sample is needed" in result.out


def test_the_newest_review_counts(kxwatch: Command, home: Path, written: bytes) -> None:
    give_back(kxwatch, home, fill(written, find_wrongly_paid))
    give_back(kxwatch, home, fill(written, lambda grid: None))
    assert kxwatch("sample", "result", "one", "--home", home, "--json").json["sample_overpaid_cents"] == 0
    (listed,) = kxwatch("sample", "list", "--home", home, "--json").json["samples"]
    assert listed["state"].startswith("reviewed by")
    assert kxwatch("casebook", "verify", "--home", home).exit_code == 0


def test_a_probe_says_how_many_units_the_full_sample_needs(kxwatch: Command, home: Path, written: bytes) -> None:
    assert "has no review yet" in kxwatch("sample", "draw", "two", "--probe", "one", "--home", home).err
    give_back(kxwatch, home, fill(written, find_wrongly_paid))
    drawn = kxwatch("sample", "draw", "two", "--unit", "claim", "--probe", "one", "--home", home, "--json").json
    assert SIZE < drawn["sample_size"] <= 60
    give_back(kxwatch, home, fill(written, lambda grid: None))
    assert "found no overpayment" in kxwatch("sample", "draw", "three", "--probe", "one", "--home", home).err


def set_cell(row: int, column: int, value: object) -> Callable[[Grid], None]:
    """A change of one cell."""

    def change(grid: Grid) -> None:
        grid[row][column] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_cell(2, KEY, "another key"), "Row 3 has a unit key that is not in the sample one"),
        (lambda grid: grid.pop(4), "Unit no. 4 of the sample is missing from the sheet"),
        (lambda grid: grid.append(list(grid[1])), "Row 14 repeats a unit"),
        (set_cell(5, PAID, 1.0), "Row 6: Paid was changed"),
        (set_cell(5, AUDITED, "twelve"), "Row 6: Should have been paid is not an amount"),
        (set_cell(5, AUDITED, 10.005), "Row 6: Should have been paid is not an amount"),
        (set_cell(5, AUDITED, -1), "Row 6: Should have been paid is negative"),
        (set_cell(5, AUDITED, ""), "Row 6 is not reviewed yet"),
        (set_cell(5, AUDITED, "=K6"), "Cell M6 holds a formula"),
        (set_cell(5, MISSING, "perhaps"), 'Row 6: "Record missing" must be yes or empty'),
        (set_cell(5, MISSING, "yes"), "Row 6 has both a missing record and an amount"),
        (set_cell(5, REASON, "bad luck"), "Row 6: Reason is not in the list"),
        (set_cell(0, AUDITED, "Allowed"), "The columns of the sheet Review have changed"),
    ],
)
def test_2_and_nothing_is_imported(
    kxwatch: Command, home: Path, written: bytes, change: Callable[[Grid], object], said: str
) -> None:
    def apply(grid: Grid) -> None:
        change(grid)

    answer = give_back(kxwatch, home, fill(written, apply))
    assert (answer.exit_code, said in answer.err) == (WRONG_USE, True), answer.err
    assert "has no review yet" in kxwatch("sample", "result", "one", "--home", home).err


def test_2_for_what_is_no_worksheet(kxwatch: Command, home: Path, written: bytes) -> None:
    assert "not an XLSX workbook" in give_back(kxwatch, home, b"stratum,paid\n").err
    assert "has no sheet Review" in give_back(kxwatch, home, write_grid([["No."], [1]], "Other")).err
    assert (
        "already exists" in kxwatch("sample", "worksheet", "one", "--out", home.parent / "one.xlsx", "--home", home).err
    )


def test_who_takes_a_worksheet_is_recorded(kxwatch: Command, home: Path, written: bytes) -> None:
    assert written
    assert kxwatch("sample", "worksheet", "one", "--out", "-", "--actor", "rosa", "--home", home).exit_code == 0
    events = open_casebook(load_settings(home)).read(["sample_worksheet_exported"])
    assert [(event.subject, event.body["units"]) for event in events] == [("sample:one", SIZE)] * 2
    assert events[-1].actor == "rosa"


def record(kxwatch: Command, home: Path, typed: object, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Record a review given as JSON on standard input, as the page does."""
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(json.dumps(typed).encode())))
    return kxwatch("sample", "record", "one", "--home", home, "--json")


def test_a_review_may_be_typed(kxwatch: Command, home: Path, written: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    units = kxwatch("sample", "units", "one", "--home", home, "--json").json["units"]
    assert [one["audited_cents"] for one in units] == [None] * SIZE
    assert not {"claim_numbers", "patient_control_number"} & units[0].keys()
    paid = [f"{one['paid_cents'] // 100}.{one['paid_cents'] % 100:02}" for one in units]
    typed = [
        {"unit_key": one["unit_key"], "paid": text, "audited": text} for one, text in zip(units, paid, strict=True)
    ]
    typed[0] |= {"audited": "", "is_missing": True}
    typed[1] |= {"audited": "", "is_missing": False}
    refused = record(kxwatch, home, typed, monkeypatch)
    assert (refused.exit_code, "Row 2 is not reviewed yet" in refused.err) == (WRONG_USE, True)
    assert record(kxwatch, home, {"unit_key": 3}, monkeypatch).exit_code == WRONG_USE
    typed[1] |= {"audited": "0", "reason": "no record"}
    assert record(kxwatch, home, typed, monkeypatch).json["units"] == SIZE
    result = kxwatch("sample", "result", "one", "--home", home, "--json").json
    assert result["sample_overpaid_cents"] == units[0]["paid_cents"] + units[1]["paid_cents"]
    filled = kxwatch("sample", "units", "one", "--home", home, "--json").json["units"]
    assert (filled[0]["is_missing"], filled[1]["reason"], filled[2]["audited_cents"]) == (
        True,
        "no record",
        units[2]["paid_cents"],
    )
