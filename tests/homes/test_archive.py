"""The archive: what an older kxwatch wrote stays readable, and rows are appended by name."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pydantic import SecretStr

from pipelines.errors import UsageError
from pipelines.settings import load_settings
from pipelines.sources.schema import ARCHIVE_TABLES, conform
from pipelines.store.archive import Archive, connect
from pipelines.store.home import Home, hold_home
from pipelines.store.home_key import make_key
from pipelines.store.originals import is_plain, read_original, write_original
from pipelines.store.source_tables import create_source_tables
from tests.homes.commands import Command

pytestmark = pytest.mark.usefixtures("few_tables")


def list_columns(path: Path) -> list[tuple[str, str, str]]:
    with duckdb.connect(path, read_only=True) as archive:
        return archive.execute(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'source' order by all"
        ).fetchall()


def test_an_older_archive_grows_what_is_new(kxwatch: Command, home: Path, offered: Path) -> None:
    kxwatch("build", offered / "january.835", "--home", home)
    before = list_columns(home / "archive.duckdb")
    with duckdb.connect(home / "archive.duckdb") as older:
        older.execute("drop table source.threshold")
        older.execute("alter table source.service_line drop column diagnosis_code")
    answer = kxwatch("build", offered / "march.835", "--home", home, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, 3)
    assert list_columns(home / "archive.duckdb") == before


def test_every_source_table_has_the_columns_of_the_stage_plan_and_its_batch() -> None:
    with duckdb.connect() as connection:
        create_source_tables(connection, "source")
        for name, schema in ARCHIVE_TABLES.items():
            made = connection.execute(f"from source.{name}").to_arrow_table().schema
            assert list(made) == [pa.field("batch_number", pa.int64()), *schema], name


def test_a_transaction_that_fails_leaves_nothing(home: Path) -> None:
    settings = load_settings(home)
    place = Home(settings.home)
    row = conform("remark", {"file_number": 1, "claim_place": 1, "line_place": 1, "remark_code": "N362"}, 1)
    with hold_home(place), connect(settings, place) as connection:
        archive = Archive(connection, place, None)
        with pytest.raises(duckdb.Error), archive.transaction():
            archive.append(archive.begin_batch(1), "no_such_table", row)
        assert archive.last_batch_number == 0
        with archive.transaction():
            archive.append(archive.begin_batch(1), "remark", pa.concat_tables([row, row]))
        assert archive.load_unpublished() == [(1, 1)]
        assert connection.execute("select count(*) from archive.source.remark").fetchall() == [(2,)]
        archive.discard(1)
        assert archive.load_unpublished() == []
        assert connection.execute("select count(*) from archive.source.remark").fetchall() == [(0,)]


def test_the_secret_of_a_home_stays_the_same(kxwatch: Command, home: Path, offered: Path) -> None:
    def read_secret() -> object:
        with duckdb.connect(home / "archive.duckdb", read_only=True) as archive:
            return archive.execute("select beneficiary_secret, original_salt from source.home").fetchall()

    kxwatch("build", offered, "--home", home)
    first = read_secret()
    kxwatch("build", "--home", home)
    assert read_secret() == first


def test_an_original_is_known_by_its_name(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.originals.mkdir()
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    write_original(home, 1, digest, b"abc", None)
    path = home.originals / "1" / digest
    assert is_plain(path, path.read_bytes())
    assert read_original(path, None) == b"abc"
    key = make_key(SecretStr("a key text"))
    write_original(home, 1, digest, b"abc", key)
    assert not is_plain(path, path.read_bytes())
    assert read_original(path, key) == b"abc"
    with pytest.raises(UsageError, match="encrypted"):
        read_original(path, None)
