"""With a key set nothing of a patient lies readable, and without the key nothing happens."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from pydantic import SecretBytes, SecretStr

from pipelines.errors import WrongKey
from pipelines.settings import load_settings
from pipelines.store.archive import connect
from pipelines.store.attach import attach, is_encrypted
from pipelines.store.crash_recovery import open_archive
from pipelines.store.encryption import find_crypto_extension, load_crypto, open_sealed, seal
from pipelines.store.home import Home
from pipelines.store.home_key import load_key
from pipelines.store.originals import read_original
from tests.builders import BENEFICIARY
from tests.conftest import connect_as_users_do
from tests.homes.commands import Command
from tests.homes.legacy import seal_with_text

pytestmark = pytest.mark.usefixtures("few_tables")

KEY = "it's a \"long\" key; -- with ' quotes"
SECRET = SecretStr(KEY)
NEEDLES = (BENEFICIARY.encode(), b"SYNTHETIC", b"SUMMIT THERAPY")


@pytest.fixture
def crypto() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        load_crypto(connection)
        yield connection


def count_lines(crypto: duckdb.DuckDBPyConnection, path: Path, key: str) -> int:
    attach(crypto, path, "opened", SecretStr(key), "read")
    try:
        return int(crypto.execute("select count(*) from opened.mart.line").fetchall()[0][0])
    finally:
        crypto.execute("detach opened")


def find_readable(home: Path) -> list[str]:
    """The files of a home in which a patient can be read."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(home)) for path in files if any(n in path.read_bytes() for n in NEEDLES))


def test_an_encrypted_original_opens_with_its_key_alone() -> None:
    key, other = SecretBytes(secrets.token_bytes(32)), SecretBytes(secrets.token_bytes(32))
    sealed = seal(b"ISA*00*", key)
    assert b"ISA" not in sealed
    assert open_sealed(sealed, key) == b"ISA*00*"
    assert seal(b"ISA*00*", key) != sealed
    for content, tried in ((sealed, other), (sealed[:-1] + bytes([sealed[-1] ^ 1]), key), (b"ISA*00*", key)):
        with pytest.raises(WrongKey, match="cannot be decrypted"):
            open_sealed(content, tried)


@pytest.mark.parametrize(("key", "sentence"), [(None, "KXWATCH_KEY is not set"), ("wrong", "is not the key of")])
def test_a_wrong_or_missing_key_is_a_sentence(
    kxwatch: Command, home: Path, offered: Path, monkeypatch: pytest.MonkeyPatch, key: str | None, sentence: str
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    kxwatch("build", offered / "january.835", "--home", home)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    monkeypatch.delenv("KXWATCH_KEY")
    if key:
        monkeypatch.setenv("KXWATCH_KEY", key)
    answer = kxwatch("build", offered, "--home", home, "--json")
    assert (answer.exit_code, answer.json["exit_code"]) == (2, 2)
    assert sentence in answer.err
    assert "Traceback" not in answer.err
    assert KEY not in answer.err
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_setting_a_key_on_a_plain_home_encrypts_all_of_it(
    kxwatch: Command, home: Path, offered: Path, crypto: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    kxwatch("build", offered / "january.835", "--home", home)
    assert "archive.duckdb" in find_readable(home)
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as plain:
        keys = plain.execute("select distinct beneficiary_key from mart.line").fetchall()
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    answer = kxwatch("build", offered / "march.835", "--home", home, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, 3)
    assert find_readable(home) == []
    attach(crypto, home / "warehouse.duckdb", "opened", SECRET, "read")
    assert crypto.execute("select distinct beneficiary_key from opened.mart.line").fetchall() == keys
    original = next((home / "originals/1").iterdir())
    assert read_original(original, load_key(Home(home), SECRET)) == (offered / "january.835").read_bytes()


def test_a_failed_build_with_a_new_key_leaves_the_previous_warehouse_encrypted(
    kxwatch: Command, home: Path, offered: Path, crypto: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    kxwatch("build", offered, "--home", home)
    content = (offered / "march.835").read_bytes().replace(b"20260320", b"20310320").replace(b"20260302", b"20310302")
    (offered / "future.835").write_bytes(content)
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("build", offered / "future.835", "--home", home).exit_code == 4
    assert find_readable(home) == []
    assert count_lines(crypto, home / "warehouse.duckdb", KEY) == 3


def test_an_encryption_that_was_cut_short_goes_on(
    kxwatch: Command, home: Path, offered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kxwatch("build", offered, "--home", home)
    sealed, plain = sorted((home / "originals/1").iterdir())
    sealed.write_bytes(seal_with_text(sealed.read_bytes(), KEY))
    monkeypatch.setenv("KXWATCH_KEY", "another key")
    other = kxwatch("build", "--home", home)
    assert other.exit_code == 2
    assert "another key" in other.err
    assert not is_encrypted(home / "archive.duckdb")
    assert not (home / "key.json").exists()
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("build", "--home", home).exit_code == 0
    assert find_readable(home) == []
    key = load_key(Home(home), SECRET)
    assert {read_original(path, key) for path in (sealed, plain)} == {p.read_bytes() for p in offered.iterdir()}


def test_the_extension_comes_from_the_wheel_and_nothing_is_loaded_by_itself(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    monkeypatch.setattr(duckdb, "connect", connect_as_users_do)
    place = Home(home)
    place.drafts.mkdir(parents=True)
    place.originals.mkdir()
    place.versions.mkdir()
    settings = load_settings(home)
    with connect(settings, place) as connection:
        open_archive(connection, place, settings.key)
        values = connection.execute(
            "select name, value from duckdb_settings() where name in ('autoinstall_known_extensions',"
            " 'autoload_known_extensions', 'temp_file_encryption', 'allow_unsigned_extensions') order by name"
        ).fetchall()
        loaded = connection.execute(
            "select loaded, installed from duckdb_extensions() where extension_name = 'httpfs'"
        ).fetchall()
    assert values == [
        ("allow_unsigned_extensions", "false"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("temp_file_encryption", "true"),
    ]
    assert loaded == [(True, False)]
    assert find_crypto_extension().parts[-3:] == (
        "extensions",
        f"v{duckdb.__version__}",
        "httpfs.duckdb_extension",
    )
