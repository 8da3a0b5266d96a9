"""Attaching DuckDB files: with the key, waiting for other programs, and with sentences when it cannot be."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

import duckdb

from pipelines.encryption import quote
from pipelines.errors import KxwatchError, NotPublished, UsageError

_WAIT_FOR_OTHERS_SECONDS = 10.0
_ENCRYPTED_FLAG_PLACE = 20

Mode = Literal["keep", "read", "draft"]

# A draft is thrown away after a crash, so it needs no log; without one it is built in a third of the time.
_MODE_OPTIONS: dict[Mode, list[str]] = {
    "keep": [],
    "read": ["read_only"],
    "draft": ["recovery_mode 'no_wal_writes'"],
}


def is_encrypted(path: Path) -> bool:
    """Whether the DuckDB file at `path` is encrypted, by the flag in its header."""
    with path.open("rb") as handle:
        header = handle.read(_ENCRYPTED_FLAG_PLACE + 1)
    return len(header) > _ENCRYPTED_FLAG_PLACE and bool(header[_ENCRYPTED_FLAG_PLACE] & 1)


def attach(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, key_text: str | None, mode: Mode = "keep"
) -> None:
    """Attach the database at `path` as `name`, waiting a while for other programs that have it open.

    A `draft` needs a checkpoint before it is detached. Raises UsageError for a wrong or missing
    key, NotPublished when the file stays in use.
    """
    options = [f"encryption_key {quote(key_text)}"] if key_text is not None else []
    options += _MODE_OPTIONS[mode]
    statement = f"attach {quote(str(path))} as {name}" + (f" ({', '.join(options)})" if options else "")
    deadline = time.monotonic() + _WAIT_FOR_OTHERS_SECONDS
    while True:
        try:
            connection.execute(statement)
        except duckdb.Error as error:
            explained = _explain(str(error), path)
            if explained is None:
                raise
            if not isinstance(explained, NotPublished) or time.monotonic() > deadline:
                raise explained from None
            time.sleep(0.1)
        else:
            return


def _explain(message: str, path: Path) -> KxwatchError | None:
    home = path.parent.parent if path.parent.name in {"versions", "drafts"} else path.parent
    if "without a key" in message:
        return UsageError(f"{home} is encrypted and KXWATCH_KEY is not set. Nothing was done; set it to its key.")
    if "Wrong encryption key" in message:
        return UsageError(f"KXWATCH_KEY is not the key of {home}. Nothing was done; set the key that encrypted it.")
    if "is not encrypted" in message:
        return UsageError(f"KXWATCH_KEY is set, but {home} is not encrypted yet; `kxwatch build` encrypts it.")
    if "set lock on file" in message or "being used by another process" in message:
        return NotPublished(f"{path} is in use by another program. Wait until that has ended, then try again.")
    if "not a valid DuckDB database" in message:
        return NotPublished(f"{path} is damaged or no database. Put it back from your backup of the home.")
    return None
