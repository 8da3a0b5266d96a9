"""Tells whether a newer kxwatch wrote a data folder, before an older one changes anything in it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path

import duckdb
from pydantic import SecretStr

from pipelines.errors import KxwatchError, NewerHome
from pipelines.store.home import Home
from pipelines.store.home_files import open_version
from pipelines.store.home_key import HomeKey
from pipelines.store.warehouse import find_versions

# The newest version of the casebook that this kxwatch knows; a test holds it to what the casebook itself says.
NEWEST_CASEBOOK = 1
_SENTENCE = "{what} was written by a newer kxwatch{which}. No changes were made; update kxwatch."


def check_not_newer(home: Home, key: SecretStr | None) -> None:
    """Raises NewerHome where casebook or newest warehouse were written by a newer kxwatch.

    What cannot be read is no reason: whoever needs it says what is wrong with it.
    """
    number = _read_casebook_version(home.casebook)
    if number > NEWEST_CASEBOOK:
        which = f" (casebook version {number}, this one knows {NEWEST_CASEBOOK})"
        raise NewerHome(_SENTENCE.format(what=home.casebook, which=which))
    written_by = _read_program(home, key)
    if _order(written_by) > _order(version("kxwatch")):
        raise NewerHome(_SENTENCE.format(what=home.root, which=f" ({written_by}, this one is {version('kxwatch')})"))


def _read_casebook_version(path: Path) -> int:
    """The version of a casebook in a file, 0 where there is none; reads without leaving a trace beside it."""
    if not path.is_file():
        return 0
    with suppress(sqlite3.Error, ValueError), closing(_open_untouched(path)) as connection:
        return int(connection.execute("select version from casebook").fetchone()[0])
    return 0


def _open_untouched(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _read_program(home: Home, key: SecretStr | None) -> str:
    """The version of kxwatch that built the newest warehouse; empty where that cannot be read."""
    versions = find_versions(home)
    if versions:
        with suppress(KxwatchError, duckdb.Error, OSError), open_version(versions[-1][1], _as_key(key)) as connection:
            return str(connection.execute("select version from opened.mart.build_info").fetchall()[0][0])
    return ""


def _as_key(key: SecretStr | None) -> HomeKey | None:
    """A warehouse opens with the text of the key itself."""
    return HomeKey(key, None) if key is not None else None


def _order(release: str) -> tuple[int, ...]:
    """The numbers of a version, so that 0.10 comes after 0.9; nothing for what is no version."""
    found = re.match(r"\d+(\.\d+)*", release)
    return tuple(int(part) for part in found[0].split(".")) if found else ()
