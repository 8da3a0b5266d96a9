"""The sheets of an XLSX file as rows of text, read in a process of its own with limits of memory and time.

Decision 0095.
"""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa

import pipelines
from pipelines.errors import RefusedFile
from pipelines.sources.tabular.sheet import FoundTable, Sheet, drop_empty_rows
from pipelines.sources.tabular.workbook_faults import DAMAGED, TOO_LARGE, TOO_WIDE, ZIP_FAULTS

# A workbook may use this much memory and time, and more the larger it is: 100,000 rows are about 8 MB.
_MEMORY_BYTES, _MEMORY_TIMES = 750_000_000, 40
_SECONDS, _SECONDS_PER_BYTE = 20.0, 1e-6
_LENGTH = struct.Struct(">Q")
_FAULT = 1
_SPLIT = "Split it, or export it as CSV."
_SENTENCES = {
    DAMAGED: "the workbook is damaged or not made as workbooks are. Open it in the spreadsheet program, save it again "
    "as .xlsx, and import that file.",
    TOO_LARGE: f"the workbook needs far more memory than a workbook of its size should. {_SPLIT}",
    TOO_WIDE: "a cell of the workbook is filled far away from all others, so that it has too many cells. Delete the "
    "rows and columns after the last one that is used, save the workbook and import it again.",
}


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a zip file that holds an Office Open XML workbook."""
    return any(name.startswith("xl/") for name in list_members(content))


def list_members(content: bytes) -> list[str]:
    """The names in a zip file; none if the bytes are not one, or it is cut off."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.namelist()
    except ZIP_FAULTS:
        return []


def find_sheet_tables(content: bytes) -> Iterator[FoundTable]:
    """The first filled row of every sheet that has one, in the order of the sheets, hidden or not.

    Raises RefusedFile for a workbook that is damaged or would not fit into memory.
    """
    for ordinal, (name, cells) in enumerate(_read_sheets(content), start=1):
        if cells.num_rows:
            found = _find_header(ordinal, name, cells)
            if any(found.header):
                yield found


def _read_sheets(content: bytes) -> Iterator[tuple[str, pa.RecordBatch]]:
    frames = memoryview(_run(content))
    while frames:
        (length,) = _LENGTH.unpack_from(frames)
        frame, frames = frames[_LENGTH.size : _LENGTH.size + length], frames[_LENGTH.size + length :]
        with pa.ipc.open_stream(pa.py_buffer(frame)) as stream:
            for cells in stream:
                yield stream.schema.metadata[b"sheet"].decode(), cells


def _run(content: bytes) -> bytes:
    """What the process of `workbook_process` writes about a workbook; raises RefusedFile if it does not end well."""
    limit = _MEMORY_BYTES + _MEMORY_TIMES * len(content)
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "pipelines.sources.tabular.workbook_process", str(limit)],
            input=content,
            capture_output=True,
            timeout=_SECONDS + _SECONDS_PER_BYTE * len(content),
            cwd=Path(pipelines.__file__).parents[1],
            # what the other allocators set aside beforehand would count against the limit
            env={**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedFile("unknown", f"the workbook takes too long to read for its size. {_SPLIT}") from error
    if answer.returncode == _FAULT:
        raise RuntimeError("the process that reads workbooks ended with a fault")
    if answer.returncode:
        # a process that the limit ended has no exit code of its own
        raise RefusedFile("unknown", _SENTENCES.get(answer.returncode, _SENTENCES[TOO_LARGE]))
    return answer.stdout


def _find_header(ordinal: int, name: str, cells: pa.RecordBatch) -> FoundTable:
    row, columns = 0, list(cells.columns)
    while row < cells.num_rows - 1 and not any((column[row].as_py() or "").strip() for column in columns):
        row += 1
    header = tuple((column[row].as_py() or "").strip() for column in columns)
    return FoundTable(header, row + 1, f"sheet {ordinal}", partial(_read_rows, header, columns, row), ordinal, name)


def _read_rows(header: tuple[str, ...], columns: list[pa.Array], header_index: int) -> Sheet:
    below = tuple(column[header_index + 1 :] for column in columns)
    rows = len(below[0])
    numbers = np.arange(rows, dtype=np.int64) + (header_index + 2)
    return drop_empty_rows(Sheet(header, below, numbers, np.full(rows, len(header), dtype=np.int64)))
