"""Forecasts are kept as they were made: through new files, late files, a state of the past and a build that failed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb
import pytest

from pipelines.errors import NotPublished
from tests.builders import write_crosswalk
from tests.few_models import build_few
from tests.inference.practice import write_practice
from tests.journey.tables import assert_unchanged, read_tables
from tests.warehouses import build_home, open_warehouse

LATE = "OTHER00009"
THEN = "2025-07-20"
EARLIER = {"earlier.csv": write_practice(lambda paid, patient: paid <= THEN and patient != LATE)}
LATER = {
    "later.csv": write_practice(lambda paid, patient: paid > THEN and patient != LATE),
    "late.csv": write_practice(lambda paid, patient: patient == LATE),
}
Rows = list[tuple[Any, ...]]


FORECASTS = ("forecast_outcome", "crossing_forecast", "forecast_score", "forecast_reliability", "beneficiary")


@pytest.fixture(autouse=True)
def _few_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    build_few(monkeypatch, *(f"mart.{name}" for name in FORECASTS))


@pytest.fixture(scope="module")
def _earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("earlier") / "home"
    with pytest.MonkeyPatch.context() as patched:
        build_few(patched, *(f"mart.{name}" for name in FORECASTS))
        build_home(home, EARLIER)
    return home


@pytest.fixture
def earlier(_earlier: Path, home: Path) -> Path:
    """A home with the earlier file, built once."""
    copytree(_earlier, home)
    return home


def _kept(home: Path, columns: str = "* exclude (batch_number)", where: str = "true") -> Rows:
    with duckdb.connect(home / "archive.duckdb", read_only=True) as archive:
        sql = f"select {columns} from source.crossing_forecast where {where} order by all"
        return archive.execute(sql).fetchall()


def test_what_was_kept_stays_and_what_came_late_is_added(earlier: Path) -> None:
    home = earlier
    first = _kept(home)
    assert max(row[1] for row in _kept(home, "1, as_of_date")) == date(2025, 6, 30)
    build_home(home, LATER)
    second = _kept(home)
    assert set(first) < set(second)
    with open_warehouse(home) as warehouse:
        late = warehouse.execute(
            "select beneficiary_key from mart.beneficiary where patient_id = $late", {"late": LATE}
        )
        added = late.fetchall()[0][0]
    new = {row[2] for row in set(second) - set(first) if row[1] <= date(2025, 6, 30)}
    assert new == {added}
    with open_warehouse(home) as warehouse:
        before = read_tables(warehouse, ["built_at"])
    build_home(home, {})
    assert _kept(home) == second
    with open_warehouse(home) as warehouse:
        assert_unchanged(before, read_tables(warehouse, ["built_at"]))


def test_a_build_without_files_keeps_what_it_froze(earlier: Path) -> None:
    """As after an update of kxwatch: nothing new to read, and yet something to keep."""
    home = earlier
    whole = _kept(home, "* exclude (batch_number, made_at)")
    with duckdb.connect(home / "archive.duckdb") as older:
        older.execute("drop table source.crossing_forecast")
    build_home(home, {})
    assert _kept(home, "* exclude (batch_number, made_at)") == whole
    assert _kept(home, "distinct batch_number") == [(2,)]


def test_a_build_of_the_past_keeps_nothing_that_the_past_did_not_know(home: Path) -> None:
    build_home(home, EARLIER | LATER, as_of=date.fromisoformat(THEN))
    of_the_past = _kept(home, "* exclude (batch_number, made_at)")
    assert max(row[1] for row in of_the_past) == date(2025, 6, 30)
    build_home(home, {})
    whole = _kept(home, "* exclude (batch_number, made_at)")
    assert [row for row in whole if row[1] <= date(2025, 6, 30)] == of_the_past
    build_home(home, {}, as_of=date(2027, 12, 31))
    assert _kept(home, "* exclude (batch_number, made_at)") == whole


def test_a_build_that_is_not_published_keeps_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(home: object) -> object:
        raise NotPublished("no room")

    monkeypatch.setattr("pipelines.build.publish", fail)
    with pytest.raises(NotPublished):
        build_home(home, EARLIER)
    assert _kept(home) == []


def test_a_patient_is_found_again_after_the_identifier_changed(earlier: Path) -> None:
    home = earlier
    outcomes = "select count(*), count(distinct beneficiary_key) from mart.forecast_outcome"
    with open_warehouse(home) as warehouse:
        before = warehouse.execute(outcomes).fetchall()
    kept = _kept(home)
    build_home(home, {"crosswalk.csv": write_crosswalk([("OTHER00010", "OTHER90010"), ("OTHER00004", "OTHER90004")])})
    with open_warehouse(home) as warehouse:
        assert warehouse.execute(outcomes).fetchall() == before
        unknown = "select count(*) from mart.forecast_outcome anti join mart.beneficiary using (beneficiary_key)"
        assert warehouse.execute(unknown).fetchall() == [(0,)]
    assert _kept(home) == kept
