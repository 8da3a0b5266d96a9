"""Each practice is summed up as its own pages do, in a file without any patient; one that cannot be read says why."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest
from pydantic import SecretStr

from pipelines.portfolio.attention import compare_practices, list_practices
from pipelines.portfolio.members import Member, find_portfolio
from pipelines.portfolio.overview_file import write_overview
from pipelines.portfolio.practice import take_settings
from pipelines.portfolio.serve import Watch
from pipelines.portfolio.summary import SOON_DAYS, Summary, summarize
from pipelines.store.encryption import load_crypto
from tests.warehouses import open_warehouse

TODAY = date(2026, 11, 29)
KEY = SecretStr("a key for this test alone")


@pytest.fixture(scope="module")
def homes(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole practice, one without a warehouse, one that is damaged, one of an earlier kxwatch, one that failed."""
    folder = tmp_path_factory.mktemp("summaries")
    for name in ("whole", "failed"):
        shutil.copytree(sample_home, folder / name)
    status = {"exit_code": 4, "message": "No room was left.", "finished_at": "2026-11-28T00:00:00+00:00"}
    (folder / "failed/build_status.json").write_text(json.dumps(status))
    for name in ("damaged", "earlier"):
        (folder / name / "versions").mkdir(parents=True)
        (folder / name / "archive.duckdb").touch()
    (folder / "damaged/versions/warehouse-1.duckdb").write_bytes(b"nothing that a database holds")
    with duckdb.connect(str(folder / "earlier/versions/warehouse-1.duckdb")) as connection:
        connection.execute("create schema mart; create table mart.build_info as select 1 as lines")
    (folder / "empty").mkdir()
    (folder / "empty/build.lock").touch()
    return folder


def read(homes: Path) -> list[Summary]:
    return summarize(find_portfolio([homes]).members, {}, TODAY)


def test_the_figures_are_those_of_the_marts(homes: Path, sample_home: Path) -> None:
    (found,) = (each for each in read(homes) if each.member.name == "whole")
    with open_warehouse(sample_home) as warehouse:
        (leaked,) = warehouse.execute(
            "select sum(open_cents), sum(expired_cents) from mart.leakage_by_month where denial_category = 'missing_kx'"
        ).fetchall()
        (patients,) = warehouse.execute(
            "select count(distinct beneficiary_key) from mart.threshold_crossing"
            " where order_basis = 'received' and needs_kx_now"
        ).fetchall()
        (refused,) = warehouse.execute("select count(*) from mart.file where status = 'refused'").fetchall()
        (through,) = warehouse.execute("select data_through_date, lines from mart.build_info").fetchall()
        soon = warehouse.execute(
            "select reopening_deadline, open_cents from mart.denial"
            " where denial_category = 'missing_kx' and state = 'open'"
        ).fetchall()
    figures = found.figures
    assert (figures["recoverable_cents"], figures["lost_cents"]) == leaked
    assert (figures["needs_kx_patients"],) == patients
    assert (figures["refused_files"],) == refused
    assert (figures["data_through_date"], figures["lines"]) == through
    assert figures["data_age_days"] == (TODAY - through[0]).days
    due = [cents or 0 for day, cents in soon if 0 <= (day - TODAY).days <= SOON_DAYS]
    assert (figures["expiring_services"], figures["expiring_cents"]) == (len(due), sum(due))


def test_what_cannot_be_read_says_why_and_comes_first(homes: Path) -> None:
    rows = list_practices(read(homes))
    assert [row["folder_name"] for row in rows][-1] == "whole"
    assert {row["folder_name"] for row in rows[:4]} == {"damaged", "earlier", "empty", "failed"}
    reasons = {row["folder_name"]: row["reason"] for row in rows}
    assert reasons["whole"] == ""
    assert reasons["failed"] == "No room was left."
    assert "damaged" in reasons["damaged"]
    assert "earlier kxwatch" in reasons["earlier"]
    assert "Nothing has been published" in reasons["empty"]
    assert [row["priority"] for row in rows] == [1, 2, 3, 4, 5]


def read_needles(home: Path) -> list[str]:
    """What names a patient or a claim of one practice."""
    names = ("patient_id", "patient_control_number", "payer_claim_control_number")
    with duckdb.connect(str(home / "archive.duckdb"), read_only=True) as archive:
        found = [
            text
            for name in names
            for (text,) in archive.execute(f"select distinct {name} from source.claim_payment").fetchall()
        ]
    with open_warehouse(home) as warehouse:
        found += [key for (key,) in warehouse.execute("select distinct beneficiary_key from mart.line").fetchall()]
    needles = [text for text in found if text and len(text) > 4]
    assert len(needles) > 100
    return needles


def test_the_file_is_encrypted_and_knows_no_patient(homes: Path, sample_home: Path, tmp_path: Path) -> None:
    write_overview(tmp_path, read(homes), KEY, TODAY)
    write_overview(tmp_path, read(homes), KEY, TODAY)
    (path,) = (tmp_path / "versions").iterdir()
    assert path.name == "warehouse-2.duckdb"
    with duckdb.connect(":memory:") as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(f"attach '{path}' as overview (read_only)")
        load_crypto(connection)
        connection.execute(f"attach '{path}' as overview (read_only, encryption_key '{KEY.get_secret_value()}')")
        columns = connection.execute(
            "select column_name, data_type from duckdb_columns() where not internal"
        ).fetchall()
        assert connection.execute("select count(*) from overview.mart.practice").fetchall() == [(5,)]
        told = {
            text
            for name, column in connection.execute(
                "select table_name, column_name from duckdb_columns() where not internal and data_type = 'VARCHAR'"
            ).fetchall()
            for (text,) in connection.execute(f"select {column} from overview.mart.{name}").fetchall()
            if text
        }
    assert any("damaged" in text for text in told)
    assert [text for text in told if any(needle in text for needle in read_needles(sample_home))] == []
    texts = {name for name, kind in columns if kind == "VARCHAR"}
    assert texts == {"practice_key", "practice_name", "folder_name", "state", "reason", "funnel_category"}


def test_a_new_build_is_read_again_and_nothing_else(
    homes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "overview"
    place.mkdir()
    shutil.copytree(homes / "whole", tmp_path / "homes/whole")
    watch = Watch(place, find_portfolio([tmp_path / "homes"]).members, {})
    monkeypatch.setattr("pipelines.portfolio.serve._LOOK_SECONDS", 0)
    watch.look()
    assert [path.name for path in (place / "versions").iterdir()] == ["warehouse-1.duckdb"]
    (tmp_path / "homes/whole/versions/warehouse-1.duckdb").rename(tmp_path / "homes/whole/versions/warehouse-2.duckdb")
    watch.look()
    assert [path.name for path in (place / "versions").iterdir()] == ["warehouse-2.duckdb"]


def practice(name: str, **figures: object) -> Summary:
    return Summary(Member(name, Path(name)), (), {"practice_name": name.upper(), **figures})


def order(practices: Sequence[Summary]) -> list[str]:
    return [row["folder_name"] for row in list_practices(practices)]


def test_deadlines_come_before_patients_and_these_before_providers() -> None:
    practices = [
        practice("calm"),
        practice("stale", is_stale=True),
        practice("review", review_providers=3),
        practice("patients", needs_kx_patients=1),
        practice("deadline", expiring_cents=100),
        practice("more", expiring_cents=900),
        practice("money", recoverable_cents=500_000),
    ]
    assert order(practices) == ["more", "deadline", "patients", "review", "money", "stale", "calm"]
    needs = {row["folder_name"]: row["needs"] for row in list_practices(practices)}
    assert needs == {"calm": 0, "money": 0, "stale": 1, "review": 1, "patients": 1, "deadline": 1, "more": 1}


def rated(name: str, events: int, trials: int) -> Summary:
    return practice(name, rated_beneficiaries=trials, rated_kx_beneficiaries=events)


def test_one_practice_far_above_the_others_is_outlying() -> None:
    summaries = [rated(f"p{ordinal:02}", 8 + ordinal % 5, 100) for ordinal in range(30)] + [rated("high", 70, 100)]
    rates, total = compare_practices(list_practices(summaries))
    assert [row["folder_name"] for row in rates if row["is_outlying"]] == ["high"]
    assert {row["folder_name"]: row["funnel_category"] for row in rates}["high"] == "above_outer"
    assert total is not None
    assert (total["practices"], total["rated_beneficiaries"]) == (31, 3100)
    for row in rates:
        assert row["wide_low_ratio"] <= row["outer_low_ratio"] <= row["inner_low_ratio"] <= total["rate_ratio"]
        assert row["wide_high_ratio"] >= row["outer_high_ratio"] >= row["inner_high_ratio"] >= total["rate_ratio"]


def test_no_patient_and_one_practice_are_no_comparison() -> None:
    assert compare_practices(list_practices([rated("none", 0, 0)])) == ([], None)
    rates, total = compare_practices(list_practices([rated("one", 3, 10), rated("none", 0, 0)]))
    assert [(row["folder_name"], row["is_outlying"]) for row in rates] == [("one", False)]
    assert total is not None
    assert total["overdispersion_factor"] is None


def test_a_dashboard_of_a_practice_gets_its_own_key_and_never_that_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KXWATCH_KEY", "of the portfolio page")
    monkeypatch.setenv("KXWATCH_KEY_EAST", "of east")
    monkeypatch.setenv("KXWATCH_HOME", "/of/the/page")
    environment = os.environ
    kept = dict(environment)
    try:
        take_settings("east", "/homes/east")
        assert environment["KXWATCH_KEY"] == "of east"
        environment.update(kept)
        take_settings("west", "/homes/west")
        assert "KXWATCH_KEY" not in environment
        assert not {"KXWATCH_KEY_EAST", "KXWATCH_HOME"} & set(environment)
    finally:
        environment.clear()
        environment.update(kept)
