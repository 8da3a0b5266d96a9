"""Reads what was typed after an option of a command."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from pipelines.errors import UsageError


def parse_date(text: str) -> date:
    """The date after --as-of. Raises UsageError where it is not written YYYY-MM-DD."""
    with suppress(ValueError):
        parsed = date.fromisoformat(text)
        if parsed.isoformat() == text:
            return parsed
    raise UsageError(
        f'--as-of "{text}" is not a valid date. No changes were made; use YYYY-MM-DD, for example 2026-10-31.'
    )
