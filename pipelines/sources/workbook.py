"""The workbook drawer: the sheets of an XLSX file as rows of text."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import fastexcel
import numpy as np
import pyarrow as pa

from pipelines.errors import RefusedFile
from pipelines.sources.sheet import FoundTable, Sheet, drop_empty_rows

_LARGEST_BYTES = 3_000_000_000
# what the zip module raises over damaged bytes, as found by damaging them
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError, RuntimeError, ValueError)
_DAMAGED = (
    "the workbook is damaged or not made as workbooks are. Open it in the spreadsheet program, save it again as .xlsx, "
    "and offer that file."
)


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a zip file that holds an Office Open XML workbook."""
    return any(name.startswith("xl/") for name in list_members(content))


def list_members(content: bytes) -> list[str]:
    """The names in a zip file; none if the bytes are not one, or it is cut off."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.namelist()
    except _ZIP_FAULTS:
        return []


def find_sheet_tables(content: bytes) -> Iterator[FoundTable]:
    """The first filled row of every sheet, in the order of the sheets.

    Raises RefusedFile for a workbook that is damaged or would not fit into memory.
    """
    _check_package(content)
    try:
        workbook = fastexcel.read_excel(content)
        for ordinal, name in enumerate(workbook.sheet_names, start=1):
            # text throughout, so that no identifier becomes a number; rows counted from the first
            cells = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow()
            if cells.num_rows:
                yield _find_header(ordinal, cells)
    except fastexcel.FastExcelError as error:
        # its message may hold the content of a cell
        raise RefusedFile("unknown", _DAMAGED) from error


def _check_package(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if sum(member.file_size for member in package.infolist()) > _LARGEST_BYTES:
            raise RefusedFile("unknown", "the workbook unpacks to more than 3 GB. Split it, or export it as CSV.")
        try:
            is_damaged = package.testzip() is not None
        except _ZIP_FAULTS as error:
            raise RefusedFile("unknown", _DAMAGED) from error
    if is_damaged:
        raise RefusedFile("unknown", _DAMAGED)


def _find_header(ordinal: int, cells: pa.RecordBatch) -> FoundTable:
    width, row = cells.num_columns, 0
    columns = [cells.column(i).cast(pa.string()) for i in range(width)]
    while row < cells.num_rows - 1 and not any((column[row].as_py() or "").strip() for column in columns):
        row += 1
    header = tuple((column[row].as_py() or "").strip() for column in columns)
    return FoundTable(header, row + 1, f"sheet {ordinal}", lambda: _read_rows(header, columns, row))


def _read_rows(header: tuple[str, ...], columns: list[pa.Array], header_index: int) -> Sheet:
    below = tuple(column[header_index + 1 :] for column in columns)
    rows = len(below[0])
    numbers = np.arange(rows, dtype=np.int64) + (header_index + 2)
    return drop_empty_rows(Sheet(header, below, numbers, np.full(rows, len(header), dtype=np.int64)))
