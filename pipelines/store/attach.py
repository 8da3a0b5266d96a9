"""Attaches DuckDB files: with the key, waiting for other programs, and with sentences when it cannot be.

This is the one place that hands a key to DuckDB. DuckDB repeats a statement in some of its errors, so an error of
such a statement never leaves this module: its text is read, and another error is raised without it.

Decision 0082.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

import duckdb
from pydantic import SecretStr

from pipelines.errors import KxwatchError, NewerHome, NotPublished, UsageError, WrongKey
from pipelines.store.encryption import quote

_WAIT_FOR_OTHERS_SECONDS = 10.0
_ENCRYPTED_FLAG_PLACE = 20
_MAGIC, _MAGIC_PLACE = b"DUCK", 8
_LONGEST_QUOTE = 200

# A table takes at least one block, and a warehouse has two hundred tables: where nearly all of them hold a few rows,
# small blocks make a tenth of the file. Large tables are read faster from large ones.
_SMALL_BYTES = 64 * 1024 * 1024

Mode = Literal["keep", "read", "draft", "small draft"]

# A draft is thrown away after a crash, so it needs no log; without one it is built in a third of the time.
_MODE_OPTIONS: dict[Mode, list[str]] = {
    "keep": [],
    "read": ["read_only"],
    "draft": ["recovery_mode 'no_wal_writes'"],
    "small draft": ["recovery_mode 'no_wal_writes'", "block_size 16384", "storage_version 'v1.4.0'"],
}
_DAMAGE_WORDS = ("corrupt", "checksum", "could not read enough bytes", "aes tag", "not a valid duckdb", "deserialize")
_IN_USE = ("set lock on file", "being used by another process")
_EXPLANATIONS: tuple[tuple[tuple[str, ...], type[KxwatchError], str], ...] = (
    (_IN_USE, NotPublished, "{path} is in use by another program. Close that program, then try again."),
    (
        ("without a key",),
        UsageError,
        "{folder} is encrypted and KXWATCH_KEY is not set. No changes were made; set KXWATCH_KEY to its key.",
    ),
    (
        ("Wrong encryption key",),
        WrongKey,
        "KXWATCH_KEY is not the key of {folder}. No changes were made; set the key that encrypted it.",
    ),
    (
        ("is not encrypted",),
        UsageError,
        "KXWATCH_KEY is set, but {folder} is not encrypted yet; `kxwatch build` encrypts it.",
    ),
    (
        ("newer version of DuckDB", "storage version"),
        NewerHome,
        "{path} was written by a newer kxwatch. No changes were made; update kxwatch.",
    ),
)


def is_encrypted(path: Path) -> bool:
    """Whether the DuckDB file at `path` is encrypted, by the flag in its header."""
    with path.open("rb") as handle:
        header = handle.read(_ENCRYPTED_FLAG_PLACE + 1)
    return len(header) > _ENCRYPTED_FLAG_PLACE and bool(header[_ENCRYPTED_FLAG_PLACE] & 1)


def is_database(path: Path) -> bool:
    """Whether the file at `path` begins as a DuckDB file does."""
    with path.open("rb") as handle:
        return handle.read(_MAGIC_PLACE + len(_MAGIC))[_MAGIC_PLACE:] == _MAGIC


def attach(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, key: SecretStr | None, mode: Mode = "keep"
) -> None:
    """Attach the database at `path` as `name`, waiting a while for other programs that have it open.

    A `draft` needs a checkpoint before it is detached. Raises UsageError for a wrong or missing
    key, NotPublished when the file stays in use, is damaged or cannot be opened.
    """
    if mode in ("keep", "read") and path.exists() and path.stat().st_size == 0:
        raise describe_damage(path)  # DuckDB would take an empty file for a new database
    deadline = time.monotonic() + _WAIT_FOR_OTHERS_SECONDS
    while True:
        message = _try_to_attach(connection, path, name, key, mode)
        if message is None:
            return
        if not _is_in_use(message) or time.monotonic() > deadline:
            raise _explain(message, path, key)
        time.sleep(0.1)


def _try_to_attach(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, key: SecretStr | None, mode: Mode
) -> str | None:
    """What DuckDB said against it, None when it is attached. The error itself, which may hold the key, ends here."""
    options = [f"encryption_key {quote(key.get_secret_value())}"] if key is not None else []
    options += _MODE_OPTIONS[mode]
    statement = f"attach {quote(str(path))} as {name}" + (f" ({', '.join(options)})" if options else "")
    try:
        connection.execute(statement)
    except (duckdb.Error, UnicodeError) as error:
        return str(error) or type(error).__name__
    return None


def choose_draft_mode(source: Path) -> Mode:
    """How a warehouse is drafted; the file `source`, the archive or an earlier warehouse, says how large it gets."""
    return "small draft" if source.stat().st_size < _SMALL_BYTES else "draft"


def describe_damage(path: Path) -> NotPublished:
    """The sentence for a database file that cannot be read as what it should be."""
    return NotPublished(
        f"{path} is damaged or not a kxwatch database. Nothing was published and nothing was removed. Restore the file"
        " from your backup of the data folder."
    )


def is_damage(message: str) -> bool:
    """Whether DuckDB says that the bytes of a database file are not what was written."""
    return any(word in message.lower() for word in _DAMAGE_WORDS)


def _is_in_use(message: str) -> bool:
    return any(word in message for word in _IN_USE)


def _explain(message: str, path: Path, key: SecretStr | None) -> KxwatchError:
    folder = path.parent.parent if path.parent.name in {"versions", "drafts"} else path.parent
    for words, kind, sentence in _EXPLANATIONS:
        if any(word in message for word in words):
            return kind(sentence.format(path=path, folder=folder))
    if is_damage(message):
        return describe_damage(path)
    return NotPublished(f"{path} cannot be opened ({_quote_safely(message, key)}). Nothing was published.")


def _quote_safely(message: str, key: SecretStr | None) -> str:
    """The first line of what DuckDB said; nothing of it where a key was in play and may be repeated."""
    return "the database refused it" if key is not None else message.strip().splitlines()[0][:_LONGEST_QUOTE]
