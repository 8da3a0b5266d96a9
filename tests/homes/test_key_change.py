"""The key: which texts can be one, homes of before, changing it, and that no error ever repeats it."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copytree

import duckdb
import pytest
from pydantic import SecretStr

from pipelines.access.changes import add_user, list_users
from pipelines.casebook import Entry, open_casebook
from pipelines.errors import KxwatchError
from pipelines.sampling.frame import FrameDefinition
from pipelines.sampling.stored_sample import StoredSample, hash_frame, read_sample, write_sample
from pipelines.settings import Settings, load_settings
from pipelines.store.archive import connect
from pipelines.store.attach import attach
from pipelines.store.change_key import change_home_key
from pipelines.store.crash_recovery import open_archive
from pipelines.store.encryption import load_crypto
from pipelines.store.home import Home
from pipelines.store.home_key import load_key
from pipelines.store.verify import verify_home
from tests.homes.commands import Command
from tests.homes.conftest import make_keys_quick
from tests.homes.legacy import make_legacy
from tests.homes.snapshots import take_snapshot
from tests.homes.test_encryption import find_readable

pytestmark = pytest.mark.usefixtures("few_tables")

KEY = "the first key of this home"
NEW = 'another key; it\'s "new"'
SAMPLE = StoredSample("one", "2026-02-01", FrameDefinition("line"), "2026-01-31", None, "asked", [], hash_frame([]))


@pytest.fixture(scope="module")
def _encrypted(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = copytree(_template / "home", tmp_path_factory.mktemp("encrypted") / "home")
    with pytest.MonkeyPatch.context() as patched:
        make_keys_quick(patched)
        patched.setenv("KXWATCH_KEY", KEY)
        settle(load_settings(home))
    return home


@pytest.fixture
def encrypted(_encrypted: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that is encrypted with KEY, which is set."""
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    return copytree(_encrypted, home)


@pytest.fixture(scope="module")
def _legacy(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = copytree(_template / "home", tmp_path_factory.mktemp("legacy") / "home")
    make_legacy(home, KEY)
    return home


@pytest.fixture
def legacy(_legacy: Path, home: Path) -> Path:
    """A home that version 0.1 encrypted with KEY."""
    return copytree(_legacy, home)


def settle(settings: Settings) -> None:
    home = Home(settings.home)
    with connect(settings, home) as connection:
        open_archive(connection, home, settings.key)


def read_lines(path: Path, key: str) -> int:
    with duckdb.connect() as connection:
        load_crypto(connection)
        attach(connection, path, "opened", SecretStr(key), "read")
        return int(connection.execute("select count(*) from opened.mart.line").fetchall()[0][0])


@pytest.mark.parametrize(
    "key",
    ["clé-secrète-ß", "back\\slash-here", "\\x41\\x42-escaped", "😀" * 8, "Qk4!", " " * 8, "\t\n \t\n \t\n Qk4!"],
)
def test_2_a_key_that_cannot_be_one_is_refused_before_anything_is_touched(
    kxwatch: Command, built: Path, home: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    before = take_snapshot(built)
    monkeypatch.setenv("KXWATCH_KEY", key)
    for place in (built, home.parent / "new"):
        answer = kxwatch("build", "--home", place, "--json")
        assert (answer.exit_code, answer.json["exit_code"]) == (2, 2)
        assert "KXWATCH_KEY cannot be used" in answer.err
        assert not key.strip() or key.strip() not in answer.err + answer.out
    assert take_snapshot(built) == before
    assert not (home.parent / "new").exists()


def test_a_short_key_of_before_still_opens_its_home(
    kxwatch: Command, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_legacy(built, "k")
    monkeypatch.setenv("KXWATCH_KEY", "k")
    assert kxwatch("build", "--home", built).exit_code == 0
    assert kxwatch("verify", "--home", built).exit_code == 0


def test_a_home_of_before_goes_on_with_a_derived_key(
    kxwatch: Command, legacy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", "not the key of it")
    before = take_snapshot(legacy)
    for command in ("build", "verify"):
        assert kxwatch(command, "--home", legacy).exit_code == 2
    assert take_snapshot(legacy) == before
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("verify", "--home", legacy).exit_code == 0
    assert take_snapshot(legacy) == before
    settle(load_settings(legacy))
    assert kxwatch("verify", "--home", legacy).exit_code == 0
    assert read_lines(legacy / "warehouse.duckdb", KEY) == 3
    with pytest.raises(KxwatchError, match="not the key"):
        read_lines(legacy / "archive.duckdb", KEY)
    assert [path.read_bytes()[:8] for path in legacy.glob("originals/*/*")] == [b"KXWATCH\x02"] * 2


class Cut(BaseException):
    """The power fails."""


@contextmanager
def cutting(monkeypatch: pytest.MonkeyPatch, survived: int) -> Iterator[list[Path]]:
    """Every step ends with a file put in its place; the power fails when so many have been. Yields what was not put."""
    step, replace, missed = iter(range(1000)), os.replace, list[Path]()

    def put_or_fail(source: Path, target: Path) -> None:
        if next(step) == survived:
            missed.append(target)
            raise Cut
        replace(source, target)

    with monkeypatch.context() as patched, suppress(Cut):
        patched.setattr(os, "replace", put_or_fail)
        yield missed


@pytest.mark.parametrize("survived", range(9))
@pytest.mark.parametrize("kind", ["built", "legacy"])
def test_an_encryption_goes_on_wherever_it_was_cut(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, survived: int, kind: str
) -> None:
    home: Path = request.getfixturevalue(kind)
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    settings = load_settings(home)
    with cutting(monkeypatch, survived):
        settle(settings)
    settle(settings)
    assert find_readable(home) == []
    assert verify_home(settings).problems == []
    assert read_lines(home / "warehouse.duckdb", KEY) == 3


@pytest.mark.parametrize("survived", range(12))
def test_a_change_of_keys_goes_on_wherever_it_was_cut(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    """With users, a casebook and a sample."""
    settings = load_settings(encrypted)
    add_user(settings, "rosa", None, [], SecretStr("a long password"))
    decided = open_casebook(settings).append(Entry("case_decided", "case-9", "Ann Biller", {"note": "called"}))
    old = load_key(Home(encrypted), SecretStr(KEY))
    write_sample(Home(encrypted), old, SAMPLE)
    with cutting(monkeypatch, survived) as missed:
        change_home_key(settings, SecretStr(NEW))
    assert len(missed) == 1
    is_begun = survived > 0
    if is_begun and survived % 2:
        monkeypatch.setenv("KXWATCH_KEY", NEW)
        settle(load_settings(encrypted))
    else:
        change_home_key(settings, SecretStr(NEW))
        monkeypatch.setenv("KXWATCH_KEY", NEW)
    assert verify_home(load_settings(encrypted)).problems == []
    assert read_lines(encrypted / "warehouse.duckdb", NEW) == 3
    key = load_key(Home(encrypted), SecretStr(NEW))
    assert key is not None
    assert key.previous is None
    assert [user.name for user in list_users(load_settings(encrypted))] == ["rosa"]
    assert open_casebook(load_settings(encrypted)).read() == [decided]
    assert read_sample(Home(encrypted), key, SAMPLE.name) == SAMPLE


def test_a_newer_home_keeps_its_key(kxwatch: Command, encrypted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a newer kxwatch keeps there, this one would leave with the key before."""
    before = take_snapshot(encrypted)
    monkeypatch.setattr("pipelines.store.home_layout.version", lambda name: "0.0.9")
    monkeypatch.setenv("KXWATCH_NEW_KEY", NEW)
    answer = kxwatch("key", "change", "--home", encrypted)
    assert (answer.exit_code, "was written by a newer kxwatch" in answer.err) == (2, True)
    assert take_snapshot(encrypted) == before


def test_after_a_change_of_keys_only_the_new_one_opens(
    kxwatch: Command, encrypted: Path, offered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_NEW_KEY", NEW)
    answer = kxwatch("key", "change", "--home", encrypted, "--json")
    assert (answer.exit_code, answer.json["exit_code"]) == (0, 0)
    assert kxwatch("build", "--home", encrypted).exit_code == 2
    assert kxwatch("verify", "--home", encrypted).exit_code == 2
    monkeypatch.setenv("KXWATCH_KEY", NEW)
    assert kxwatch("verify", "--home", encrypted).exit_code == 0
    again = kxwatch("build", offered, "--home", encrypted, "--json")
    assert (again.exit_code, again.json["files"]) == (0, {"duplicate": 2})
    assert KEY.encode() not in b"".join(content or b"" for content in take_snapshot(encrypted).values())


@pytest.mark.parametrize(
    ("current", "new", "words"),
    [
        (None, NEW, "Set KXWATCH_KEY"),
        ("not the key of it", NEW, "is not the key of"),
        (KEY, "short", "at least 8"),
        (KEY, "clé-secrète-ß", "unaccented"),
        (KEY, KEY, "is the current key"),
    ],
)
def test_2_a_change_that_cannot_be(
    kxwatch: Command, encrypted: Path, monkeypatch: pytest.MonkeyPatch, current: str | None, new: str, words: str
) -> None:
    before = take_snapshot(encrypted)
    monkeypatch.delenv("KXWATCH_KEY")
    if current:
        monkeypatch.setenv("KXWATCH_KEY", current)
    monkeypatch.setenv("KXWATCH_NEW_KEY", new)
    answer = kxwatch("key", "change", "--home", encrypted, "--json")
    assert answer.exit_code == 2
    assert words in answer.json["message"]
    assert take_snapshot(encrypted) == before


def test_the_copy_of_the_key_file_is_enough(kxwatch: Command, encrypted: Path) -> None:
    """A backup of archive and originals alone has it."""
    (encrypted / "key.json").unlink()
    assert kxwatch("verify", "--home", encrypted).exit_code == 0
    assert kxwatch("build", "--home", encrypted).exit_code == 0
    assert (encrypted / "key.json").exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"kdf": "scrypt", "n": 1}', None])
def test_4_a_damaged_key_file(kxwatch: Command, encrypted: Path, content: bytes | None) -> None:
    path = encrypted / "key.json"
    path.write_bytes(path.read_bytes().replace(b'"r": 8', b'"r": 9') if content is None else content)
    before = take_snapshot(encrypted)
    answer = kxwatch("build", "--home", encrypted, "--json")
    assert answer.exit_code == 4
    assert "key.json is damaged" in answer.json["message"]
    assert take_snapshot(encrypted) == before


def list_errors(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        yield from list_errors(error.__cause__)
        error = error.__context__


@pytest.mark.parametrize("key", ["clé-secrète-ß", "back\\slash-here", "nul\0nul-nul", "lone\udc80-one", "just wrong"])
def test_no_error_of_an_attach_knows_the_key(encrypted: Path, tmp_path: Path, key: str) -> None:
    with duckdb.connect() as connection:
        load_crypto(connection)
        for path in (encrypted / "warehouse.duckdb", tmp_path / "new.duckdb", tmp_path / "no" / "such", tmp_path):
            try:
                attach(connection, path, "opened", SecretStr(key))
            except Exception as error:  # noqa: BLE001
                told = [*map(str, list_errors(error)), *traceback.format_exception(error)]
                assert not any(part in text for text in told for part in (key, key[:8]))
            else:
                connection.execute("detach opened")


def test_no_error_of_the_settings_knows_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KXWATCH_KEY", "clé-secrète-ß")
    with pytest.raises(KxwatchError) as raised:
        load_settings()
    told = [*map(str, list_errors(raised.value)), *traceback.format_exception(raised.value)]
    assert not any("secr" in text for text in told)
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert KEY not in repr(load_settings())
