"""The result of reading one file: its rows by source table, and its totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import RefusedFile
from pipelines.sources.schema import PLACES_PER_FILE, SOURCE_TABLES


@dataclass(frozen=True)
class Origin:
    """Which file a reader reads: its number in the order of offering, hash and base name."""

    file_number: int
    file_sha256: str
    file_name: str

    def place(self, ordinal: int) -> int:
        """The place of the row with this ordinal, from 1 (see `schema`)."""
        return self.file_number * PLACES_PER_FILE + ordinal

    def refuse(self, kind: str, reason: str) -> RefusedFile:
        """The refusal of this file; `reason` says the place first, or what the file is."""
        return RefusedFile(kind, self.sign(reason))

    def sign(self, reason: str) -> str:
        """A reason that begins with the name of this file."""
        return f"{self.file_name}{',' if reason.startswith('row') else ':'} {reason}"


@dataclass(frozen=True)
class SourceFile:
    """One accepted file: `tables` by name of `SOURCE_TABLES` (only those with rows), and its counts.

    `payment_cents` is 0 for a file that is no remittance; `set_aside` counts the findings that
    keep a claim payment or a row from being used.
    """

    kind: str
    tables: dict[str, pa.Table] = field(default_factory=dict)
    claim_payments: int = 0
    service_lines: int = 0
    payment_cents: int = 0
    set_aside: int = 0


def build_source_file(kind: str, tables: dict[str, pa.Table], payment_cents: int = 0) -> SourceFile:
    """The file of `kind` with those of its `tables` that have rows; the counts follow from them.

    Raises ValueError for a table that does not conform to `SOURCE_TABLES`.
    """
    for name, table in tables.items():
        if name not in SOURCE_TABLES or table.schema != SOURCE_TABLES[name]:
            raise ValueError(f"source.{name} does not have the columns of its schema")
    filled = {name: table for name, table in tables.items() if table.num_rows}
    return SourceFile(
        kind=kind,
        tables=filled,
        claim_payments=_count_rows(filled, "claim_payment"),
        service_lines=_count_rows(filled, "service_line"),
        payment_cents=payment_cents,
        set_aside=_count_set_aside(filled),
    )


def _count_rows(tables: dict[str, pa.Table], name: str) -> int:
    return tables[name].num_rows if name in tables else 0


def _count_set_aside(tables: dict[str, pa.Table]) -> int:
    if "finding" not in tables:
        return 0
    return int(pc.sum(tables["finding"]["is_set_aside"]).as_py() or 0)


def give_own_rows(sources: Mapping[int, SourceFile]) -> dict[int, SourceFile]:
    """By file number, files whose rows may lie with others of them: each with its own rows."""
    tables: dict[int, dict[str, pa.Table]] = {number: {} for number in sources}
    for name in SOURCE_TABLES:
        parts = [source.tables[name] for source in sources.values() if name in source.tables]
        for number, rows in _split_by_file(pa.concat_tables(parts)) if parts else ():
            tables[number][name] = rows
    return {number: replace(source, tables=tables[number]) for number, source in sources.items()}


def _split_by_file(table: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    """The rows of each file in a source table, by its number."""
    numbers = table["file_number"].to_numpy()
    order = np.argsort(numbers, kind="stable")
    sorted_table = table.take(pa.array(order))
    found, starts = np.unique(numbers[order], return_index=True)
    for number, start, end in zip(found.tolist(), starts, [*starts[1:], len(numbers)], strict=True):
        yield number, sorted_table.slice(start, end - start)


def join_sources(sources: list[SourceFile]) -> SourceFile:
    """Several kinds of tables of one workbook as one file of the kind of the first."""
    tables: dict[str, list[pa.Table]] = {}
    for source in sources:
        for name, table in source.tables.items():
            tables.setdefault(name, []).append(table)
    joined = {name: pa.concat_tables(parts) for name, parts in tables.items()}
    return build_source_file(sources[0].kind, joined, sum(source.payment_cents for source in sources))


def add_findings(source: SourceFile, findings: pa.Table) -> SourceFile:
    """The file with further findings."""
    if not findings.num_rows:
        return source
    own = [source.tables["finding"]] if "finding" in source.tables else []
    return build_source_file(
        source.kind, {**source.tables, "finding": pa.concat_tables([*own, findings])}, source.payment_cents
    )
