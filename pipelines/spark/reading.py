"""Reads offered files on the executors: their rows come back as Parquet, in the drafts of a data folder."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from pipelines.errors import RefusedFile
from pipelines.intake.one_file import Reading, settle
from pipelines.intake.reading import Arrival, FileReader, Numbered, ReadElsewhere
from pipelines.sources.source_file import SourceFile
from pipelines.spark.faults import find_fault
from pipelines.spark.watch import Watch

_GIVEN = "file_number bigint, path binary"
_PARTS_PER_CORE = 4
_FILES_AT_A_TIME = 16
_COUNTS = ("claim_payments", "service_lines", "payment_cents", "set_aside")
# One row for each file: what an arrival and its reading hold. `kind` is null for bytes that came before, `reason` for
# a file that is accepted; a table is an Arrow stream.
_READ = (
    "file_number bigint, file_sha256 string, file_name string, byte_count bigint, kind string, reason string,"
    " claim_payments bigint, service_lines bigint, payment_cents bigint, set_aside bigint, tables map<string, binary>"
)
_ARROW = pa.schema(
    [("file_number", pa.int64()), ("file_sha256", pa.string()), ("file_name", pa.string()), ("byte_count", pa.int64())]
    + [("kind", pa.string()), ("reason", pa.string())]
    + [(name, pa.int64()) for name in _COUNTS]
    + [("tables", pa.map_(pa.string(), pa.binary()))]
)


def read_on_executors(session: SparkSession, folder: Path) -> ReadElsewhere:
    """What reads files with the readers of every import, on executors that reach them under the same path.

    `folder` holds the files of Spark on this computer.
    """

    def read(reader: FileReader, files: Sequence[Numbered], known: frozenset[str]) -> Iterator[Arrival]:
        if files:
            path = folder / "read" / str(files[0][0])
            with find_fault("import the files", folder):
                Watch(session).wait(lambda: _read_files(session, reader, files, known, path))
            yield from _collect(path)

    return read


def _read_files(
    session: SparkSession, reader: FileReader, files: Sequence[Numbered], known: frozenset[str], path: Path
) -> None:
    """Paths go as the bytes that the system gave them; neighbors stay together, so that Parquet keeps their order."""
    context = session.sparkContext
    parts = min(len(files), _PARTS_PER_CORE * context.defaultParallelism)
    rows = context.parallelize([(number, bytearray(os.fsencode(file))) for number, file in files], parts)
    given = session.createDataFrame(rows, _GIVEN, verifySchema=False)
    with warnings.catch_warnings():
        # PySpark 4.3 warns of pandas 3, and none of these rows reaches pandas.
        warnings.simplefilter("ignore", FutureWarning)
        read = given.mapInArrow(partial(_read_batches, reader, known), _READ)
    read.write.parquet(path.as_uri())


def _read_batches(
    reader: FileReader, known: frozenset[str], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """What an executor does with its share of the files."""
    for batch in batches:
        files = [(row["file_number"], Path(os.fsdecode(row["path"]))) for row in batch.to_pylist()]
        for arrival in reader.read_apart(files, known):
            yield pa.RecordBatch.from_pylist([_write_row(arrival)], schema=_ARROW)


def _write_row(arrival: Arrival) -> dict[str, object]:
    row: dict[str, object] = {
        "file_number": arrival.file_number,
        "file_sha256": arrival.file_sha256,
        "file_name": arrival.file_name,
        "byte_count": arrival.byte_count,
    }
    reading = arrival.reading.result() if arrival.reading else None
    if isinstance(reading, RefusedFile):
        return row | {"kind": reading.kind, "reason": reading.reason}
    if reading is None:
        return row
    tables = [(name, _write_table(table)) for name, table in reading.tables.items()]
    return row | {"kind": reading.kind, "tables": tables} | {name: getattr(reading, name) for name in _COUNTS}


def _write_table(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def _collect(path: Path) -> Iterator[Arrival]:
    """What the executors wrote; the names of the files count the parts."""
    for part in sorted(path.glob("*.parquet")):
        with pq.ParquetFile(part) as file:
            for batch in file.iter_batches(_FILES_AT_A_TIME):
                yield from map(_read_row, batch.to_pylist())


def _read_row(row: dict[str, Any]) -> Arrival:
    reading: Future[Reading] | None = None
    if row["reason"] is not None:
        reading = settle(RefusedFile(row["kind"], row["reason"]))
    elif row["kind"] is not None:
        tables = {name: pa.ipc.open_stream(content).read_all() for name, content in row["tables"]}
        reading = settle(SourceFile(row["kind"], tables, *(row[name] for name in _COUNTS)))
    return Arrival(row["file_number"], row["file_sha256"], row["file_name"], row["byte_count"], reading)
