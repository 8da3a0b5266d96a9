"""Reads a review that was typed on the page: the same checks as for a worksheet."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipelines.errors import UsageError
from pipelines.sampling.review import ReviewedUnit
from pipelines.sampling.stored_sample import StoredSample
from pipelines.sampling.worksheet import AUDITED, HEADINGS, KEY, MISSING, NOTE, PAID, REASON
from pipelines.sampling.worksheet_reading import check_rows

_TEXTS = {KEY: "unit_key", PAID: "paid", AUDITED: "audited", REASON: "reason", NOTE: "note"}


def read_typed_review(sample: StoredSample, content: bytes) -> list[ReviewedUnit]:
    """The units in a JSON list of objects: unit_key, paid, audited (texts in dollars), is_missing, reason, note.

    Raises UsageError as a worksheet does; rows are counted from 1, without a header.
    """
    try:
        typed = json.loads(content)
        rows = [(number, _read_cells(one)) for number, one in enumerate(typed, start=1)]
    except (ValueError, TypeError, AttributeError):
        raise UsageError("Standard input is not a JSON list of reviewed units. Nothing was imported.") from None
    return check_rows(sample, rows)


def _read_cells(one: Mapping[str, object]) -> list[str]:
    cells = [""] * len(HEADINGS)
    for place, name in _TEXTS.items():
        cells[place] = str(one.get(name) or "").strip()
    cells[MISSING] = "yes" if one.get("is_missing") else ""
    return cells
