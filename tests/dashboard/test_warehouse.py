"""The dashboard opens only the newest published warehouse, read-only, and nothing else on the machine."""

import shutil
import traceback
from pathlib import Path

import duckdb
import pytest
import streamlit as st

from dashboard import warehouse
from pipelines.cli import run
from tests.builders import claim, line, remittance
from tests.dashboard.page_builds import find_read
from tests.few_models import build_few


@pytest.fixture
def home(one_line_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one published warehouse, of this test alone."""
    shutil.copytree(one_line_home, tmp_path / "home")
    monkeypatch.setenv("KXWATCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_without_any_build_there_is_no_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KXWATCH_HOME", str(tmp_path))
    assert warehouse.current_version() is None
    with pytest.raises(warehouse.WarehouseUnavailableError, match="kxwatch build"):
        warehouse.rows("build_info")


def test_a_newer_warehouse_is_seen_at_the_next_query(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_few(monkeypatch, *find_read())
    before = int(warehouse.rows("build_info")["lines"].iloc[0])
    (tmp_path / "march.835").write_bytes(remittance(claim("B1", line(on="2026-03-02")), on="2026-03-20"))
    assert run(["build", "--home", str(home), str(tmp_path / "march.835")]) == 0
    assert int(warehouse.rows("build_info")["lines"].iloc[0]) == before + 1


def test_the_highest_number_wins_and_the_public_file_stands_in(home: Path) -> None:
    versions = home / "versions"
    newest = warehouse.newest_file()
    assert newest is not None
    assert newest.parent == versions
    shutil.copy(newest, versions / "warehouse-10.duckdb")
    shutil.copy(newest, versions / "warehouse-9.duckdb")
    found = warehouse.newest_file()
    assert found is not None
    assert found.name == "warehouse-10.duckdb"
    shutil.rmtree(versions)
    assert warehouse.newest_file() == home / "warehouse.duckdb"


def test_the_connection_can_neither_write_nor_look_elsewhere(home: Path) -> None:
    version = warehouse.current_version()
    assert version is not None
    cursor = warehouse.open_version(version).cursor()
    elsewhere = home.parent / "secret.csv"
    elsewhere.write_text("a,b\n1,2\n", encoding="utf-8")
    for statement in (
        f"from read_csv('{elsewhere}')",
        f"attach '{elsewhere.with_suffix('.duckdb')}'",
        f"copy (select 1) to '{elsewhere.with_suffix('.out')}'",
        "set enable_external_access = true",
        "install httpfs",
        "delete from warehouse.mart.line",
        "create table warehouse.mart.note (x int)",
    ):
        with pytest.raises(duckdb.Error):
            cursor.execute(statement)


def test_a_reader_may_change_what_it_got(home: Path) -> None:
    first = warehouse.rows("build_info")
    first["lines"] = 0
    assert int(warehouse.rows("build_info")["lines"].iloc[0]) == 1


def test_a_missing_parameter_is_named() -> None:
    with pytest.raises(ValueError, match=r"check_offenders\.sql needs check_name"):
        warehouse.rows("check_offenders")


def test_an_encrypted_warehouse_opens_with_its_key_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "january.835").write_bytes(remittance(claim("A1", line()), on="2026-01-20"))
    monkeypatch.setenv("KXWATCH_KEY", "a key with a ' in it")
    build_few(monkeypatch, *find_read())
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    assert run(["build", "--home", str(tmp_path / "home"), str(tmp_path / "january.835")]) == 0
    monkeypatch.setenv("KXWATCH_HOME", str(tmp_path / "home"))
    assert len(warehouse.rows("build_info")) == 1
    st.cache_resource.clear()
    monkeypatch.setenv("KXWATCH_KEY", "another key")
    with pytest.raises(warehouse.WarehouseUnavailableError, match="KXWATCH_KEY does not open this warehouse"):
        warehouse.rows("rule_parameters")
    for broken in ("clé-secrète-ß", "back\\slash-here"):
        monkeypatch.setenv("KXWATCH_KEY", broken)
        with pytest.raises(warehouse.WarehouseUnavailableError) as raised:
            warehouse.rows("rule_parameters")
        assert raised.value.__context__ is None
        assert broken[:5] not in "".join(traceback.format_exception(raised.value))
    monkeypatch.delenv("KXWATCH_KEY")
    with pytest.raises(warehouse.WarehouseUnavailableError, match="is encrypted"):
        warehouse.rows("rule_parameters")
