"""Drafts, versions, and what a home looks like after a build that was cut short."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import NotPublished
from pipelines.store.home import Home, hold_home, working_drafts
from pipelines.store.warehouse import clear_old, find_versions, is_public_copy_current, renew_public_copy
from tests.builders import claim, line, remittance, thresholds
from tests.facts import Threshold
from tests.few_models import build_few
from tests.homes.commands import Command
from tests.warehouses import open_warehouse

pytestmark = pytest.mark.usefixtures("few_tables")


def count_lines(path: Path) -> int:
    with duckdb.connect(path, read_only=True) as warehouse:
        return int(warehouse.execute("select count(*) from mart.line").fetchall()[0][0])


def list_versions(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "versions").iterdir())


@pytest.mark.whole_build
def test_a_published_warehouse_is_whole_and_alone_and_without_the_secret_of_the_home(
    kxwatch: Command, home: Path, offered: Path
) -> None:
    assert kxwatch("build", offered, "--home", home).exit_code == 0
    assert sorted(path.name for path in home.iterdir()) == [
        "archive.duckdb",
        "build.lock",
        "build_status.json",
        "drafts",
        "originals",
        "profiles",
        "versions",
        "warehouse.duckdb",
    ]
    assert list((home / "drafts").iterdir()) == []
    assert list_versions(home) == ["warehouse-1.duckdb"]
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as warehouse:
        schemas = {name for (name,) in warehouse.execute("select distinct schema_name from duckdb_tables()").fetchall()}
        views = warehouse.execute("select view_name from duckdb_views() where not internal").fetchall()
    assert schemas == {"reference", "ledger", "mart"}
    assert views == []
    with duckdb.connect(home / "archive.duckdb", read_only=True) as archive:
        secret = archive.execute("select beneficiary_secret from source.home").fetchall()[0][0]
    assert len(secret) == 64
    assert secret.encode() not in (home / "warehouse.duckdb").read_bytes()


def test_a_small_warehouse_has_small_blocks_and_a_large_one_large_ones(
    kxwatch: Command, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_block_size(built / "warehouse.duckdb") == 16_384
    monkeypatch.setattr("pipelines.store.attach._SMALL_BYTES", 1)
    assert kxwatch("build", "--home", built).exit_code == 0
    assert read_block_size(built / "warehouse.duckdb") == 262_144


def read_block_size(path: Path) -> int:
    with duckdb.connect(path, read_only=True) as warehouse:
        return int(warehouse.execute("select block_size from pragma_database_size()").fetchall()[0][0])


@pytest.mark.whole_build
def test_a_rebuild_gives_the_same_tables_and_a_new_version(
    kxwatch: Command, home: Path, offered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = ("line", "line_position", "threshold_crossing", "provider_kx", "denial", "file")
    build_few(monkeypatch, *(f"mart.{table}" for table in tables))
    kxwatch("build", offered, "--home", home)
    shutil.copy(home / "warehouse.duckdb", home.parent / "first.duckdb")
    kxwatch("build", "--home", home)
    assert list_versions(home) == ["warehouse-2.duckdb"]
    with duckdb.connect() as both:
        both.execute(f"attach '{home.parent / 'first.duckdb'}' as one (read_only)")
        both.execute(f"attach '{home / 'warehouse.duckdb'}' as two (read_only)")
        for table in tables:
            differing = both.execute(
                f"(from one.mart.{table} except all from two.mart.{table})"
                f" union all (from two.mart.{table} except all from one.mart.{table})"
            ).fetchall()
            assert differing == [], table


def test_a_reader_goes_on_undisturbed_and_finds_the_new_one(kxwatch: Command, home: Path, offered: Path) -> None:
    kxwatch("build", offered / "january.835", "--home", home)
    with duckdb.connect() as reader:
        reader.execute(f"attach '{home / 'versions/warehouse-1.duckdb'}' as w (read_only)")
        assert reader.execute("select count(*) from w.mart.line").fetchall() == [(2,)]
        assert kxwatch("build", offered, "--home", home).exit_code == 0
        assert reader.execute("select sum(charge_cents)::bigint from w.mart.line").fetchall() == [(26_800,)]
    assert count_lines(home / "versions/warehouse-2.duckdb") == 3


def test_where_an_open_file_cannot_be_replaced_the_new_one_stands_beside_it(
    kxwatch: Command, home: Path, offered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Windows does is done here by the one call that differs there: replacing the public file."""
    kxwatch("build", offered / "january.835", "--home", home)
    replace = os.replace

    def refuse_open_file(source: Path, target: Path) -> None:
        if Path(target) == home / "warehouse.duckdb":
            raise PermissionError(13, "in use")
        replace(source, target)

    with monkeypatch.context() as windows:
        windows.setattr(os, "replace", refuse_open_file)
        answer = kxwatch("build", offered, "--home", home, "--json")
    assert answer.exit_code == 0
    assert answer.json["warehouse"] == str(home / "warehouse-2.duckdb")
    assert "could not be replaced" in answer.err
    assert count_lines(home / "warehouse.duckdb") == 2
    assert count_lines(home / "warehouse-2.duckdb") == 3
    assert is_public_copy_current(Home(home))
    later = kxwatch("build", "--home", home, "--json")
    assert later.json["warehouse"] == str(home / "warehouse.duckdb")
    assert count_lines(home / "warehouse.duckdb") == 3
    assert not (home / "warehouse-2.duckdb").exists()


def test_an_unpublished_batch_is_discarded_at_the_next_start(kxwatch: Command, built: Path, offered: Path) -> None:
    with duckdb.connect(built / "archive.duckdb") as archive:
        archive.execute("update source.batch set is_published = false")
    # the build was cut short before anything was published
    shutil.rmtree(built / "versions")
    (built / "warehouse.duckdb").unlink()
    (built / "drafts" / "warehouse.duckdb").write_text("half a draft")
    answer = kxwatch("build", "--home", built, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, 0)
    assert list((built / "originals").iterdir()) == []
    assert kxwatch("build", offered, "--home", built, "--json").json["files"] == {"accepted": 2}


def test_a_build_that_failed_gives_back_the_room_of_its_drafts(home: Path) -> None:
    place = Home(home)
    place.drafts.mkdir(parents=True)
    with pytest.raises(FileNotFoundError), working_drafts(place):
        shutil.copy(home / "nothing", shutil.copy(Path(__file__), place.drafts / "warehouse.duckdb"))
    assert list(place.drafts.iterdir()) == []


def test_a_batch_whose_version_stands_counts_as_published(kxwatch: Command, built: Path, offered: Path) -> None:
    with duckdb.connect(built / "archive.duckdb") as archive:
        archive.execute("update source.batch set is_published = false")
    (built / "warehouse.duckdb").unlink()
    answer = kxwatch("build", "--home", built, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, 3)
    assert kxwatch("build", offered, "--home", built, "--json").json["files"] == {"duplicate": 2}


def test_a_lost_warehouse_is_built_again(kxwatch: Command, built: Path) -> None:
    (built / "warehouse.duckdb").unlink()
    shutil.rmtree(built / "versions")
    assert kxwatch("build", "--home", built, "--json").json["lines"] == 3


def test_the_public_copy_follows_the_newest_version(built: Path) -> None:
    place = Home(built)
    assert is_public_copy_current(place)
    place.warehouse.write_bytes(b"spoilt")
    assert not is_public_copy_current(place)
    renew_public_copy(place)
    clear_old(place)
    assert [number for number, _ in find_versions(place)] == [2]
    assert count_lines(place.warehouse) == 3


def test_two_builds_of_one_home_do_not_meet(home: Path, offered: Path) -> None:
    with hold_home(Home(home)):
        second = subprocess.run(
            [sys.executable, "-m", "pipelines", "build", str(offered), "--home", str(home), "--json"],
            capture_output=True,
            text=True,
            check=False,
        )
        with pytest.raises(NotPublished, match="Another kxwatch build is running"), hold_home(Home(home)):
            raise AssertionError("held twice")
    assert second.returncode == 4
    assert "Another kxwatch build is running" in second.stderr
    assert "Traceback" not in second.stderr
    assert json.loads(second.stdout)["exit_code"] == 4


@pytest.mark.whole_build
def test_a_year_whose_medical_review_threshold_is_not_known_yet_is_published(
    kxwatch: Command, home: Path, tmp_path: Path
) -> None:
    later = claim("F1", line(on="2028-01-05", allowed=999_900))
    (tmp_path / "later.835").write_bytes(remittance(later, on="2028-01-20"))
    (tmp_path / "thresholds.csv").write_bytes(thresholds([Threshold(2028, 260_000, None)]))
    answer = kxwatch("build", tmp_path / "later.835", tmp_path / "thresholds.csv", "--home", home, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, 1), answer.err
    with closing(open_warehouse(home)) as warehouse:
        positions = "select distinct kx_position, medical_review_position from mart.line_position"
        assert warehouse.execute(positions).fetchall() == [("crossing", None)]
        crossings = "select distinct status, medical_review_crossing_date from mart.threshold_crossing"
        assert warehouse.execute(crossings).fetchall() == [("over_kx", None)]
