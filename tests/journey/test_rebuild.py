"""A home through several builds: the same again, something new beside a reader, the past as it was known then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.warehouse import rows
from tests.builders import claim, line, remittance, reverse
from tests.few_models import build_few
from tests.journey.tables import assert_unchanged, find_changes, read_tables
from tests.warehouses import build_home, open_warehouse

FIRST = claim("I1", line("97110", "GP KX"), line("97140", denied="CO-119"), received="2026-01-09")
JANUARY = {"january.835": remittance(FIRST, on="2026-01-20")}
FEBRUARY = {"february.835": remittance(reverse(FIRST), claim("I2", line("97140", "GP KX")), on="2026-02-20")}


def test_building_again_gives_identical_tables_and_the_past_is_found_again_by_its_date(home: Path) -> None:
    """Left out: when it was built; of the past also what was offered, and what was read (and judged) but is not known
    yet.
    """
    build_home(home, JANUARY)
    without = ["built_at", "batch_number", "as_of_date"]
    beyond = ["mart.file", "mart.service_line_balance", "mart.claim_payment_balance", "mart.expectation"]
    with open_warehouse(home) as warehouse:
        then = read_tables(warehouse, without)
    build_home(home, FEBRUARY)
    with open_warehouse(home) as warehouse:
        assert find_changes(then, read_tables(warehouse, without), beyond)
        now = read_tables(warehouse, ["built_at"])
    build_home(home, {})
    with open_warehouse(home) as warehouse:
        assert_unchanged(now, read_tables(warehouse, ["built_at"]))
    assert now["mart.line"]
    build_home(home, {}, as_of=date(2026, 1, 20))
    with open_warehouse(home) as warehouse:
        assert_unchanged(then, read_tables(warehouse, without), beyond)


def test_a_reader_goes_on_and_its_next_query_sees_the_new_warehouse(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_few(monkeypatch, "mart.threshold_crossing")
    monkeypatch.setenv("KXWATCH_HOME", str(home))
    build_home(home, JANUARY)
    (page,) = rows("build_info").to_dict("records")
    with open_warehouse(home) as reader:
        build_home(home, FEBRUARY)
        assert reader.execute("select lines from mart.build_info").fetchall() == [(page["lines"],)]
    (page,) = rows("build_info").to_dict("records")
    assert str(page["data_through_date"])[:10] == "2026-02-20"
