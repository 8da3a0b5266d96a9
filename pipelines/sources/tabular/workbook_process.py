"""Reads the sheets of a workbook as text in a process of its own, whose memory has a limit.

Run as `python -m pipelines.sources.tabular.workbook_process LIMIT` with the workbook on standard input. Standard output
holds one frame a sheet: eight bytes of length, then an Arrow stream whose schema metadata names the sheet. A cell
with an error value holds its text (`#N/A`); a number of more than 15 digits is written with an exponent.

Decision 0094.
"""

from __future__ import annotations

import io
import re
import struct
import sys
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.tabular.workbook_faults import DAMAGED, TOO_LARGE, TOO_WIDE, ZIP_FAULTS
from pipelines.sources.tabular.workbook_parts import find_sheet_parts, find_sheet_size, list_text_cells, spell_errors

_BYTES_PER_CELL = 40
_UNPACKED_BYTES, _UNPACKED_TIMES = 256_000_000, 100
# what all sheets together may hold: many sheets may name the same part of the package
_WRITTEN_BYTES, _WRITTEN_TIMES = 256_000_000, 40
_ERROR_TEXTS = {
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}
_ERROR = re.compile(r"Error\((\w+)\)")
_LONG_NUMBER = r"^-?[0-9.]{16,}$"
_KEPT_DIGITS = 15


class _WithoutPandas(MetaPathFinder):
    """Keeps pyarrow from loading pandas at its first array: it is not used, and takes longer than all else here."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Says that pandas is not there; all else is found as ever."""
        if fullname == "pandas":
            raise ImportError(fullname)
        return None


def main() -> int:
    """Read standard input, write standard output; the exit code says why nothing could be read."""
    sys.meta_path.insert(0, _WithoutPandas())
    limit = int(sys.argv[1])
    _limit_memory(limit)
    content = sys.stdin.buffer.read()
    try:
        return _write_sheets(content, limit)
    except (fastexcel.FastExcelError, *ZIP_FAULTS):
        return DAMAGED
    except MemoryError:
        return TOO_LARGE
    except BaseException as error:
        # what the reader of sheets raises over bytes that it did not expect is no Exception
        if type(error).__name__ == "PanicException":
            return DAMAGED
        raise


def _limit_memory(limit: int) -> None:
    """Where the system knows such limits; elsewhere the size of the sheets is all that is checked."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _write_sheets(content: bytes, limit: int) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        unpacked = sum(member.file_size for member in package.infolist())
        if unpacked > _UNPACKED_BYTES + _UNPACKED_TIMES * len(content):
            return TOO_LARGE
        if package.testzip() is not None:
            return DAMAGED
        parts = find_sheet_parts(package)
        respelled = {}
        for part in set(parts.values()):
            text = package.read(part)
            rows, columns = find_sheet_size(text)
            if rows * columns * _BYTES_PER_CELL > limit:
                return TOO_WIDE
            if text != (spelled := spell_errors(text)):
                respelled[part] = spelled
    return _write_frames(_replace_parts(content, respelled) if respelled else content, parts)


def _replace_parts(content: bytes, texts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(stream, "w") as copy:
        for name in package.namelist():
            copy.writestr(name, texts[name] if name in texts else package.read(name))
    return stream.getvalue()


def _write_frames(content: bytes, parts: dict[str, str]) -> int:
    workbook = fastexcel.read_excel(content)
    left = _WRITTEN_BYTES + _WRITTEN_TIMES * len(content)
    for name in workbook.sheet_names:
        # charts stand on sheets that have no cells
        if name in parts:
            left -= _write_frame(name, _read_cells(workbook, name, content, parts[name]))
            if left < 0:
                return TOO_LARGE
    return 0


def _read_cells(workbook: fastexcel.ExcelReader, name: str, content: bytes, part: str) -> pa.RecordBatch:
    # text throughout, so that no identifier becomes a number; rows counted from the first
    sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    cells, errors = sheet.to_arrow_with_errors()
    changes: dict[int, dict[int, str]] = {}
    for error in errors.errors if errors else ():
        row, column = error.offset_position
        found = _ERROR.search(error.detail)
        changes.setdefault(column, {})[row] = _ERROR_TEXTS.get(found[1] if found else "", "#ERROR!")
    long_numbers = _find_long_numbers(cells)
    if long_numbers:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            text_cells = _find_text_cells(package.read(part), long_numbers)
        for (row, column), text in long_numbers.items():
            if (row, column) not in text_cells:
                changes.setdefault(column, {})[row] = f"{float(text):.15E}"
    return _replace_cells(cells, changes)


def _find_text_cells(sheet: bytes, cells: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    wanted: dict[int, set[int]] = {}
    for row, column in cells:
        wanted.setdefault(row, set()).add(column)
    return list_text_cells(sheet, wanted)


def _find_long_numbers(cells: pa.RecordBatch) -> dict[tuple[int, int], str]:
    """The cells, by row and column, that look like a number of more digits than a spreadsheet keeps."""
    found = {}
    for column in range(cells.num_columns):
        texts = cells.column(column).cast(pa.string())
        rows = pc.indices_nonzero(pc.match_substring_regex(texts, _LONG_NUMBER))
        for row, text in zip(rows.to_pylist(), texts.take(rows).to_pylist(), strict=True):
            if len(text.replace(".", "").lstrip("-0")) > _KEPT_DIGITS:
                found[row, column] = text
    return found


def _replace_cells(cells: pa.RecordBatch, changes: dict[int, dict[int, str]]) -> pa.RecordBatch:
    columns = []
    for place in range(cells.num_columns):
        column = cells.column(place).cast(pa.string())
        if place in changes:
            texts = column.to_pylist()
            for row, text in changes[place].items():
                texts[row] = text
            column = pa.array(texts, pa.string())
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=[str(place) for place in range(len(columns))])


def _write_frame(name: str, cells: pa.RecordBatch) -> int:
    """Write one sheet; returns how many bytes it took."""
    schema = cells.schema.with_metadata({"sheet": name.encode()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as stream:
        stream.write_batch(cells.replace_schema_metadata(schema.metadata))
    frame = sink.getvalue()
    sys.stdout.buffer.write(struct.pack(">Q", frame.size))
    sys.stdout.buffer.write(frame)
    return int(frame.size)


if __name__ == "__main__":
    sys.exit(main())
