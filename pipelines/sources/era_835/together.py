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
            alike[keys.pop()].append(_Opened(at, parts))
    read: dict[int, SourceFile] = {}
    for opened in alike.values():
        try:
            read |= _read_alike(opened, [files[one.at][0] for one in opened])
        except RefusedFile:
            continue  # reading each alone finds out which of them it is
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


def _read_alike(opened: list[_Opened], origins: list[Origin]) -> dict[int, SourceFile]:
    """Those files that are clean. Raises RefusedFile where one of them is to be refused."""
    reading = read_parts([part for one in opened for part in one.parts], "")
    lengths = [sum(len(part.segments.starts) for part in one.parts) for one in opened]
    first_segments = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)[:-1]))
    tables, faults = judge_reading(reading, _NO_FILE)
    positions = [fault.position for fault in faults] + [position for _, position in find_noted(reading, 0)]
    unclean = np.unique(_find_files(first_segments, np.array(positions, np.int64)))
    rows = _Rows(
        {name: _find_files(first_segments, reading.positions(name)) for name in _COUNTED.values()}, len(opened)
    )
    kept = {name: rows.settle(name, table, origins, unclean) for name, table in tables.items() if name in _OWN_PLACES}
    cents = _sum_payments(reading, rows.files["payments"], len(opened))
    clean = [place for place in range(len(opened)) if place not in unclean]
    read = {
        opened[place].at: SourceFile(KIND, {}, rows.count("claims", place), rows.count("services", place), cents[place])
        for place in clean
    }
    if clean:
        first = opened[clean[0]].at
        filled = {name: table for name, table in kept.items() if table.num_rows}
        read[first] = SourceFile(
            KIND, filled, read[first].claim_payments, read[first].service_lines, read[first].payment_cents
        )
    return read


def _find_files(first_segments: Positions, positions: Positions) -> Positions:
    """Which file each segment at `positions` stands in."""
    return np.searchsorted(first_segments, positions, side="right") - 1


@dataclass(frozen=True)
class _Rows:
    """For each table of oxedi, in which of `number` files each row stands."""

    files: dict[str, Positions]
    number: int

    def count(self, name: str, place: int) -> int:
        """How many rows of a table a file has."""
        return int(np.count_nonzero(self.files[name] == place))

    def settle(self, name: str, table: pa.Table, origins: list[Origin], unclean: Positions) -> pa.Table:
        """The rows of clean files, with the number and hash of their file and places that count from its first row."""
        own = _OWN_PLACES[name]
        files = self.files[_COUNTED[own]][table[own].to_numpy() - 1]
        numbers = np.array([origin.file_number for origin in origins], np.int64)
        table = _replace(table, "file_number", pa.array(numbers[files]))
        table = _replace(table, "file_sha256", pa.array([origin.file_sha256 for origin in origins], TEXT).take(files))
        for column in _COUNTED.keys() & set(table.column_names):
            shift = pa.array((numbers * PLACES_PER_FILE - self._first_rows(_COUNTED[column]))[files])
            table = _replace(table, column, pc.add(table[column], shift))
        return table.filter(pa.array(~np.isin(files, unclean)))

    def _first_rows(self, name: str) -> npt.NDArray[np.int64]:
        counts = np.bincount(self.files[name], minlength=self.number)
        return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)[:-1]))


def _replace(table: pa.Table, column: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    at = table.column_names.index(column)
    return table.set_column(at, table.schema.field(at), values.cast(table.schema.field(at).type))


def _sum_payments(reading: Reading, files: Positions, number: int) -> list[int]:
    """Cents of the payments of each file, rounded as those of a file that is read alone."""
    sums = [Decimal(0)] * number
    amounts = reading.tables["payments"]["total_payment_amount"].to_pylist()
    for place, amount in zip(files.tolist(), amounts, strict=True):
        sums[place] += amount
    return [to_cents(amount) for amount in sums]
