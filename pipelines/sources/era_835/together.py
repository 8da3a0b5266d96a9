"""Reads many small 835 files in one go: a parse and its tables cost the same for few rows as for many.

Only files without any fault or note are read so, and each gets what reading it alone gives. Every other file is left
to `read_era_835`, which says what is wrong with it. Decision 0203.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import RefusedFile
from pipelines.sources.era_835.findings import find_noted
from pipelines.sources.era_835.reader import Key, Part, describe_part, judge_reading, open_parts, read_parts, to_cents
from pipelines.sources.era_835.reading import FileFacts, Reading
from pipelines.sources.schema import PLACES_PER_FILE, TEXT
from pipelines.sources.source_file import Origin, SourceFile
from pipelines.sources.x12.interchange import KIND
from pipelines.sources.x12.segments import Positions

# source table -> the place that says to which file a row belongs; every place -> the table of oxedi that counts it
_OWN_PLACES = {
    "payment": "payment_place",
    "claim_payment": "claim_place",
    "service_line": "line_place",
    "adjustment": "adjustment_place",
    "remark": "claim_place",
    "provider_adjustment": "payment_place",
}
_COUNTED = {
    "payment_place": "payments",
    "claim_place": "claims",
    "line_place": "services",
    "adjustment_place": "adjustments",
}
_NO_FILE = FileFacts(0, "", "")


@dataclass(frozen=True)
class _Opened:
    """One file whose envelope is faultless: its place among those given, and its interchanges."""

    at: int
    origin: Origin
    parts: list[Part]


def read_together(files: Sequence[tuple[Origin, bytes]]) -> dict[int, SourceFile]:
    """Place in `files` -> the file, for those that are read so; places that are missing are to be read alone.

    The rows of files that are read in one go lie with the first of them; the counts are each file's own.
    """
    alike: dict[Key, list[_Opened]] = defaultdict(list)
    for at, (origin, content) in enumerate(files):
        parts = _open_faultless(content, origin.file_name)
        keys = {describe_part(part) for part in parts}
        if len(keys) == 1:
            alike[keys.pop()].append(_Opened(at, origin, parts))
    read: dict[int, SourceFile] = {}
    for opened in alike.values():
        read |= _read_most(opened)
    return read


def _open_faultless(content: bytes, file_name: str) -> list[Part]:
    """The interchanges of a file whose envelope leaves nothing to say; else none."""
    try:
        parts = open_parts(content, file_name)
    except RefusedFile:
        return []
    is_faultless = all(
        part.envelope.wanted
        and not part.envelope.notes
        and not part.envelope.others
        and not part.interchange.made_segments
        for part in parts
    )
    return parts if is_faultless else []


def _read_most(opened: list[_Opened]) -> dict[int, SourceFile]:
    """Those that are clean. Where one is to be refused, both halves are tried; what is single is read alone."""
    if len(opened) < 2:
        return {}
    try:
        return _read_alike(opened)
    except RefusedFile:
        half = len(opened) // 2
        return _read_most(opened[:half]) | _read_most(opened[half:])


def _read_alike(opened: list[_Opened]) -> dict[int, SourceFile]:
    """Those that are clean. Raises RefusedFile where one is to be refused."""
    reading = read_parts([part for one in opened for part in one.parts], "")
    lengths = [sum(len(part.segments.starts) for part in one.parts) for one in opened]
    first_segments = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)[:-1]))
    tables, faults = judge_reading(reading, _NO_FILE)
    positions = [fault.position for fault in faults] + [position for _, position in find_noted(reading, 0)]
    unclean = np.unique(_find_files(first_segments, np.array(positions, np.int64)))
    rows = _Rows(
        {name: _find_files(first_segments, reading.positions(name)) for name in _COUNTED.values()},
        [one.origin for one in opened],
    )
    kept = {name: rows.settle(name, table, unclean) for name, table in tables.items()}
    filled = {name: table for name, table in kept.items() if table.num_rows}
    claims, lines = rows.count("claims").tolist(), rows.count("services").tolist()
    cents = _sum_payments(reading, rows)
    read: dict[int, SourceFile] = {}
    for place in np.setdiff1d(np.arange(len(opened)), unclean).tolist():
        own = {} if read else filled
        read[opened[place].at] = SourceFile(KIND, own, claims[place], lines[place], cents[place])
    return read


def _find_files(first_segments: Positions, positions: Positions) -> Positions:
    """Which file each segment at `positions` stands in."""
    return np.searchsorted(first_segments, positions, side="right") - 1


@dataclass(frozen=True)
class _Rows:
    """For each table of oxedi, in which file each row stands; and the files."""

    files: dict[str, Positions]
    origins: list[Origin]

    def count(self, name: str) -> npt.NDArray[np.int64]:
        """How many rows of a table each file has."""
        return np.bincount(self.files[name], minlength=len(self.origins))

    def settle(self, name: str, table: pa.Table, unclean: Positions) -> pa.Table:
        """The rows of clean files, with the number and hash of their file and places that count from its first row."""
        own = _OWN_PLACES[name]
        files = self.files[_COUNTED[own]][table[own].to_numpy() - 1]
        numbers = np.array([origin.file_number for origin in self.origins], np.int64)
        digests = pa.array([origin.file_sha256 for origin in self.origins], TEXT)
        table = _replace(table, "file_number", pa.array(numbers[files]))
        table = _replace(table, "file_sha256", digests.take(pa.array(files)))
        for column in _COUNTED.keys() & set(table.column_names):
            counts = self.count(_COUNTED[column])
            shifts = numbers * PLACES_PER_FILE - (np.cumsum(counts) - counts)
            table = _replace(table, column, pc.add(table[column], pa.array(shifts[files])))
        return table.filter(pa.array(~np.isin(files, unclean))) if len(unclean) else table


def _replace(table: pa.Table, column: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    at = table.column_names.index(column)
    return table.set_column(at, table.schema.field(at), values.cast(table.schema.field(at).type))


def _sum_payments(reading: Reading, rows: _Rows) -> list[int]:
    """Cents of the payments of each file, rounded as those of a file that is read alone."""
    sums = [Decimal(0)] * len(rows.origins)
    amounts = reading.tables["payments"]["total_payment_amount"].to_pylist()
    for place, amount in zip(rows.files["payments"].tolist(), amounts, strict=True):
        sums[place] += amount
    return [to_cents(amount) for amount in sums]
