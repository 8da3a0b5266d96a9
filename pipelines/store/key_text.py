"""Which texts can be a key: what DuckDB takes, and what is long enough to protect anything.

Decision 0080.
"""

from __future__ import annotations

import re

from pydantic import SecretStr

from pipelines.errors import UsageError

SHORTEST_KEY = 8
# DuckDB reads a key as a BLOB literal: a backslash begins an escape, and other letters than ASCII need one.
_TAKEN_BY_DUCKDB = re.compile(r"(?:[\x01-\x5b\x5d-\x7f]|\\x[0-9A-Fa-f]{2})*")
_ALLOWED = "a key may hold unaccented letters, digits, spaces and punctuation, but no backslash"


def explain_unusable(text: str) -> str | None:
    """Why DuckDB does not take `text` as a key; None when it does. The text itself is never part of the answer."""
    return None if _TAKEN_BY_DUCKDB.fullmatch(text) else _ALLOWED


def check_new_key(text: SecretStr, variable: str = "KXWATCH_KEY") -> None:
    """A key that is about to encrypt something is long enough and means what it says. Raises UsageError."""
    key = text.get_secret_value()
    reason = _ALLOWED if "\\" in key else explain_unusable(key)
    if len(key.strip()) < SHORTEST_KEY:
        reason = f"a key needs at least {SHORTEST_KEY} characters, not counting spaces at either end"
    if reason:
        raise UsageError(f"{variable} cannot be used: {reason}. No changes were made; choose another key.")
