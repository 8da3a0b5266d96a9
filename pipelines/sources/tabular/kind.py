"""Reads a kind of table by its declaration: its columns, its rules for rows, and the table of `source` it fills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import Profile, build_own_profile
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.table import Table, read_table
from pipelines.sources.tabular.values import Reading, read_texts


@dataclass(frozen=True)
class Column:
    """A column of the file by its header: how its cells are read, and the column of the table that they fill.

    `is_optional`: the header may lack it. Without `target` it has the name of the header.
    """

    name: str
    read: Callable[[pa.Array], Reading] = read_texts
    target: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Cells:
    """The cells of a file: as they stand, and as they were read."""

    table: Table
    readings: dict[str, Reading]

    def texts(self, column: str) -> pa.Array:
        """A column as it stands in the file."""
        return self.table.texts[column]

    def values(self, column: str) -> pa.Array:
        """A column as it was read; null where it could not be."""
        return self.readings[column].values


@dataclass(frozen=True)
class Rule:
    """What excludes a row: `breaks` finds those that do not hold to it. Names and sentences stand in `finding`."""

    name: str
    column: str
    breaks: Callable[[Cells], Flags]


def _find_none(_: Cells, __: Flags) -> list[Broken]:
    return []


@dataclass(frozen=True)
class Kind:
    """A kind of table. Of the rules that a row breaks, the first is named; `compare` holds usable rows against others.

    `compare(cells, is_unusable)` is asked last, with the rows that break a rule already.
    """

    name: str
    table: str
    place: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    compare: Callable[[Cells, Flags], list[Broken]] = _find_none

    @property
    def profile(self) -> Profile:
        """The headers of the file, by which it is recognized."""
        needed = tuple(column.name for column in self.columns if not column.is_optional)
        return build_own_profile(self.name, needed, tuple(column.name for column in self.columns if column.is_optional))

    def read(self, content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
        """The rows of a file; a row that breaks a rule is a finding. Raises RefusedFile if a column is missing."""
        return self.build(read_table(content, Origin(file_number, file_sha256, file_name), (self.profile,)))

    def build(self, table: Table) -> SourceFile:
        """The rows of the table of `source`, and of `source.finding`."""
        cells = Cells(table, {column.name: column.read(table.texts[column.name]) for column in self.columns})
        broken = [Broken("wrong_number_of_cells", "", table.sheet.is_ragged)]
        broken += [Broken(rule.name, rule.column, rule.breaks(cells)) for rule in self.rules]
        broken += self.compare(cells, np.logical_or.reduce([rule.rows for rule in broken]))
        is_used, findings = judge_rows(table, broken)
        tables = {
            self.table: self._fill(cells, pa.array(is_used)),
            "finding": build_findings(table.origin, [*findings, *note_repeated_headers(table)]),
        }
        return build_source_file(self.name, tables)

    def _fill(self, cells: Cells, kept: pa.Array) -> pa.Table:
        numbers = pa.array(cells.table.sheet.row_numbers).filter(kept)
        origin = cells.table.origin
        columns: dict[str, object] = {
            "file_number": origin.file_number,
            "file_sha256": origin.file_sha256,
            "segment_number": numbers,
            self.place: build_places(origin.file_number, len(numbers)),
            **{column.target or column.name: cells.values(column.name).filter(kept) for column in self.columns},
        }
        return conform(self.table, columns, len(numbers))
