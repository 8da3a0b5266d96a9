"""Reports a build: what one call imported, what it did not, and where the warehouse is now.

Decision 0098.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.intake.offer import Offer
from pipelines.sources.x12.document import ELIGIBILITY, REMITTANCE
from pipelines.store.warehouse import Published

# These are listed like any other row that was not used, and yet nobody has to do anything about them.
_HARMLESS_RULES = ["orphan_reversal", "repeated_claim_payment", "withdrawn_prior_use"]
# Notes that a person must know of at once; all others stand on Data quality alone.
_TOLD_NOTES = ["unread_sheet", "amount_of_a_later_date"]
# Their places are segments; those of all other files are rows.
_X12_KINDS = (REMITTANCE.kind, ELIGIBILITY.kind)

PUBLISHED = 0
PUBLISHED_WITH_GAPS = 3


@dataclass(frozen=True)
class Contents:
    """What a draft holds: rows of mart.line and mart.set_aside, the newest date, and this call's gaps in sentences."""

    lines: int
    set_aside: int
    data_through_date: date | None
    gaps: tuple[str, ...]
    set_aside_in_this_call: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """One published call. `files` counts this call's files by status."""

    files: dict[str, int]
    contents: Contents
    published: Published

    @property
    def exit_code(self) -> int:
        """3 when a file or a row of this call was refused or set aside, else 0."""
        return PUBLISHED_WITH_GAPS if self.contents.gaps else PUBLISHED

    @property
    def sentences(self) -> list[str]:
        """What a person must know of this call beside the outcome: each gap, sheets left out, and a warning."""
        return [
            *self.contents.gaps,
            *self.contents.notes,
            *([self.published.warning] if self.published.warning else []),
        ]

    @property
    def message(self) -> str:
        """The outcome in one sentence, without any name."""
        counted = ", ".join(f"{count:,} {status}" for status, count in sorted(self.files.items()))
        offered = f"Files: {counted}" if counted else "No files given"
        through = f", data through {self.contents.data_through_date}" if self.contents.data_through_date else ""
        return f"Published. {offered}. {_count(self.contents.lines)}{through}."

    def to_json(self) -> dict[str, object]:
        """The object that `--json` prints."""
        through = self.contents.data_through_date
        return {
            "exit_code": self.exit_code,
            "files": self.files,
            "lines": self.contents.lines,
            "set_aside": self.contents.set_aside,
            "set_aside_in_this_call": self.contents.set_aside_in_this_call,
            "data_through_date": through.isoformat() if through else None,
            "warehouse": str(self.published.path),
        }


def _count(lines: int) -> str:
    return f"{lines:,} final service line" + ("" if lines == 1 else "s")


def count_files(offers: list[Offer]) -> dict[str, int]:
    """How many of these files were accepted, duplicate, refused; a status without files is left out."""
    return dict(sorted(Counter(offer.status for offer in offers).items()))


def read_contents(draft: duckdb.DuckDBPyConnection, offers: list[Offer]) -> Contents:
    """What the built draft holds, and what of `offers` it does not."""
    lines, set_aside, through = draft.execute(
        "select (select count(*) from mart.line), (select count(*) from mart.set_aside), data_through_date"
        " from mart.build_info"
    ).fetchall()[0]
    kinds = {offer.file_sha256: offer.kind for offer in offers if offer.status == "accepted"}
    rows = _read_set_aside(draft, kinds)
    refused = [_name_place(offer.file_name, None, str(offer.reason)) for offer in offers if offer.status == "refused"]
    return Contents(lines, set_aside, through, (*refused, *rows), len(rows), _read_notes(draft, kinds))


def _read_set_aside(draft: duckdb.DuckDBPyConnection, kinds: dict[str | None, str]) -> list[str]:
    rows = draft.execute(
        "select file_name, file_sha256, segment_number, reason from mart.set_aside"
        " where list_contains($digests, file_sha256) and not list_contains($harmless, rule)"
        " order by file_name, segment_number, rule",
        {"digests": list(kinds), "harmless": _HARMLESS_RULES},
    ).fetchall()
    return [
        _name_place(file_name, f"{'segment' if kinds[digest] in _X12_KINDS else 'row'} {number}", reason)
        for file_name, digest, number, reason in rows
    ]


def _read_notes(draft: duckdb.DuckDBPyConnection, kinds: dict[str | None, str]) -> tuple[str, ...]:
    """Sheets of this call's workbooks that were not read, and prior use of a later date; they change no exit code."""
    notes = draft.execute(
        "select file_name, reason from mart.file_note"
        " where list_contains($digests, file_sha256) and list_contains($told, rule) order by file_name, reason",
        {"digests": list(kinds), "told": _TOLD_NOTES},
    ).fetchall()
    return tuple(_name_place(file_name, None, reason) for file_name, reason in notes)


def _name_place(file_name: str, place: str | None, reason: str) -> str:
    """The reason with file and place before it, unless it names them itself."""
    if reason.startswith(file_name):
        return reason
    if reason.startswith(("segment ", "row ", "rows ")):
        return f"{file_name}, {reason}"
    return f"{file_name}, {place}: {reason}" if place else f"{file_name}: {reason}"
