"""Data folders that earlier versions made, by their own code: they open, rebuild, and keep what they hold.

Each is named after the commit that made it; `fixtures/README.md` says how.
"""

from __future__ import annotations

import lzma
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from pydantic import SecretStr

from pipelines.access.changes import add_user, list_users
from pipelines.build import build
from pipelines.casebook import open_casebook, schema
from pipelines.casework.cases import KINDS, derive_cases
from pipelines.errors import NewerHome
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.store import archive_layout, home_layout
from pipelines.store.home import Home
from pipelines.store.home_key import load_key
from tests.homes.commands import Command
from tests.homes.legacy import make_legacy
from tests.warehouses import open_warehouse

FIXTURES = Path(__file__).parent / "fixtures"
LARGEST = 300_000
# Service lines of mart.line that each one published itself, and forecasts that it kept.
MADE = {"8da0f70": (129, 0), "e89abe8": (1327, 24), "34e4ea3": (263, 0), "2047fd9": (1958, 18)}
KEY = "key of the sealed folder"
Unpack = Callable[[str], Path]


@pytest.fixture
def unpack(tmp_path: Path) -> Unpack:
    """A data folder out of its fixture."""

    def open_fixture(name: str) -> Path:
        folder = tmp_path / name
        with lzma.open(FIXTURES / f"{name}.tar.xz") as packed, tarfile.open(fileobj=packed) as archive:
            archive.extractall(folder, filter="data")
        return folder

    return open_fixture


def read_archive(home: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "archive.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def read_forecasts(home: Path) -> list[tuple[object, ...]]:
    """What was forecast for whom, when; none where the archive knows no forecasts yet."""
    if not read_archive(home, "select 1 from duckdb_tables() where table_name = 'crossing_forecast'"):
        return []
    return read_archive(
        home,
        "select model_version, as_of_date, beneficiary_key, pool, amount_category, within_30_ratio, made_at"
        " from source.crossing_forecast",
    )


def test_fixtures_are_small_and_all_are_used() -> None:
    found = {path.name.removesuffix(".tar.xz"): path.stat().st_size for path in FIXTURES.glob("*.tar.xz")}
    assert set(found) == {*MADE, "2047fd9-encrypted"}
    assert max(found.values()) < LARGEST


@pytest.mark.parametrize("name", MADE)
def test_an_earlier_home_is_rebuilt_with_its_keys_and_forecasts(name: str, unpack: Unpack, kxwatch: Command) -> None:
    lines, forecasts = MADE[name]
    home = unpack(name)
    keys = "select distinct beneficiary_key from mart.line order by all"
    before = []
    if (home / "warehouse.duckdb").exists():
        with open_warehouse(home) as warehouse:
            before = warehouse.execute(keys).fetchall()
    kept = read_forecasts(home)
    assert len(kept) == forecasts
    secret = read_archive(home, "select beneficiary_secret from source.home")
    answer = kxwatch("build", "--home", home, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, lines), answer.err
    with open_warehouse(home) as warehouse:
        after = warehouse.execute(keys).fetchall()
        statuses = warehouse.execute("select distinct status from mart.file").fetchall()
    assert set(before) <= set(after)
    assert ("refused",) not in statuses
    assert read_archive(home, "select beneficiary_secret from source.home") == secret
    assert set(read_forecasts(home)) >= set(kept)
    assert kxwatch("verify", "--home", home).exit_code == 0


@pytest.mark.usefixtures("few_tables")
def test_an_earlier_encrypted_home_opens_with_its_text(
    unpack: Unpack, kxwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = unpack("34e4ea3")
    make_legacy(home, KEY)
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    answer = kxwatch("build", "--home", home, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, 263), answer.err
    assert kxwatch("verify", "--home", home).exit_code == 0


def test_cases_and_users_of_an_earlier_home_are_kept(unpack: Unpack, kxwatch: Command) -> None:
    home = unpack("2047fd9")
    book = open_casebook(load_settings(home))
    cases = derive_cases(book.read(KINDS))
    (decided,) = [case for case in cases.values() if case.status != "new"]
    assert (decided.status, decided.owner) == ("in_review", "Ann")
    assert len(cases) == 83
    assert [user.name for user in list_users(load_settings(home))] == ["rosa"]
    assert kxwatch("casebook", "verify", "--home", home).exit_code == 0


def test_the_key_file_of_an_earlier_home_opens_all_that_it_sealed(
    unpack: Unpack, kxwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = unpack("2047fd9-encrypted")
    key = load_key(Home(home), SecretStr(KEY))
    assert key is not None
    (original,) = (home / "originals/1").iterdir()
    assert key.open_original(original.read_bytes()).startswith(b"ISA")
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert [case.status for case in derive_cases(open_casebook(load_settings(home)).read(KINDS)).values()] == [
        "in_review"
    ]
    assert [user.name for user in list_users(load_settings(home))] == ["rosa"]
    assert kxwatch("casebook", "verify", "--home", home).exit_code == 0


def make_newer_archive(home: Path) -> None:
    with duckdb.connect(str(home / "archive.duckdb")) as connection:
        connection.execute("update source.home set layout_number = 99")


def make_newer_warehouse(home: Path) -> None:
    (newest,) = (home / "versions").iterdir()
    with duckdb.connect(str(newest)) as connection:
        connection.execute("update mart.build_info set version = '99.1.0'")
    shutil.copy2(newest, home / "warehouse.duckdb")


def make_newer_casebook(home: Path) -> None:
    book = open_casebook(load_settings(home))
    with book.engine.begin() as connection:
        connection.execute(schema.casebook.update().values(version=99))


@pytest.mark.parametrize("make_newer", [make_newer_archive, make_newer_warehouse, make_newer_casebook])
def test_a_newer_home_is_a_sentence_and_nothing_is_touched(
    built: Path, offered: Path, kxwatch: Command, make_newer: Callable[[Path], None]
) -> None:
    make_newer(built)
    before = {path: path.read_bytes() for path in built.rglob("*") if path.is_file()}
    answer = kxwatch("build", offered, "--home", built, "--json")
    assert answer.exit_code == answer.json["exit_code"] == 2
    assert "was written by a newer kxwatch" in answer.err
    assert "No changes were made; update kxwatch." in answer.err
    assert {path: path.read_bytes() for path in built.rglob("*") if path.is_file()} == before
    if make_newer is not make_newer_archive:
        served = kxwatch("serve", "--home", built)
        assert (served.exit_code, "newer kxwatch" in served.err) == (2, True)


@pytest.mark.parametrize("make_newer", [make_newer_warehouse, make_newer_casebook])
def test_no_other_command_touches_a_newer_home(
    built: Path, kxwatch: Command, tmp_path: Path, make_newer: Callable[[Path], None]
) -> None:
    make_newer(built)
    before = {path: path.read_bytes() for path in built.rglob("*") if path.is_file()}
    for arguments in (["verify"], ["backup", tmp_path / "one.backup"]):
        answer = kxwatch(*arguments, "--home", built)
        assert (answer.exit_code, "was written by a newer kxwatch" in answer.err) == (2, True)
    with pytest.raises(NewerHome):
        add_user(load_settings(built), "rosa", None, [], SecretStr("a long password"))
    assert {path: path.read_bytes() for path in built.rglob("*") if path.is_file()} == before
    assert not list(tmp_path.glob("one.backup*"))


@pytest.mark.usefixtures("few_tables")
def test_an_archive_of_before_is_marked_once_a_new_layout_comes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(home)
    build(settings, [], None, QuietProgress())
    with duckdb.connect(str(home / "archive.duckdb")) as connection:
        connection.execute("alter table source.home drop column layout_number")
    monkeypatch.setattr(archive_layout, "LAYOUT", 2)
    build(settings, [], None, QuietProgress())
    assert read_archive(home, "select layout_number from source.home") == [(2,)]


def test_the_casebook_version_is_the_one_that_the_casebook_knows() -> None:
    assert home_layout.NEWEST_CASEBOOK == schema.NEWEST
