"""Lays out text and workbooks as rows of cells, none of them interpreted.

Decision 0096.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pipelines.errors import RefusedFile
from pipelines.sources.tabular.profile import normalise_header

Flags = npt.NDArray[np.bool_]
Ordinals = npt.NDArray[np.int64]

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "vertical bar"}
_HEADER_BYTES = 1 << 16
_BLOCK_BYTES = 1 << 24
# how some spreadsheet programs are told the separator; not a row of the table
_SEPARATOR_LINE = re.compile(rb"[\"']?sep=[,;|\t][\"']?[ \t]*(?:\r\n|\n|\r)", re.IGNORECASE)
_LEADING_BLANKS = re.compile(rb"(?:[ \t]*(?:\r\n|\n|\r))*")


@dataclass(frozen=True)
class Sheet:
    """The rows below a header, as text.

    `columns[i]` holds the cells under `header[i]`, `row_numbers` the number of each row as a
    spreadsheet shows it, `is_ragged` the rows that have more or fewer cells than the header
    (`cell_counts` says how many), and `repeated_headers` the numbers of rows that say the header
    again and were left out. Blank rows are left out.
    """

    header: tuple[str, ...]
    columns: tuple[pa.Array, ...]
    row_numbers: Ordinals
    cell_counts: Ordinals
    delimiter: str = ","
    repeated_headers: tuple[int, ...] = ()

    @property
    def is_ragged(self) -> Flags:
        is_ragged: Flags = self.cell_counts != len(self.header)
        return is_ragged

    def take(self, rows: Ordinals | Flags) -> Sheet:
        """The sheet with these rows only, in this order."""
        picked = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        columns = tuple(column.take(pa.array(picked)) for column in self.columns)
        return replace(
            self, columns=columns, row_numbers=self.row_numbers[picked], cell_counts=self.cell_counts[picked]
        )


@dataclass(frozen=True)
class FoundTable:
    """A header that was found in a file, where it stands, and the way to its rows."""

    header: tuple[str, ...]
    row_number: int
    where: str
    read_rows: Callable[[], Sheet]
    ordinal: int = 1
    name: str = ""


def find_text_tables(content: bytes) -> Iterator[FoundTable]:
    """The header of a text in UTF-8, once for every delimiter that could separate its cells."""
    start = _LEADING_BLANKS.match(content)
    skipped = start.end() if start else 0
    said = _SEPARATOR_LINE.match(content, skipped)
    skipped = said.end() if said else skipped
    first_row = len(re.findall(rb"\r\n|\n|\r", content[:skipped])) + 1
    opening = content[skipped : skipped + _HEADER_BYTES].decode("utf-8", "ignore")
    for delimiter, name in DELIMITERS.items():
        header = tuple(cell.strip() for cell in split_cells(opening, delimiter))
        read_rows = partial(read_text, content[skipped:], header, delimiter, first_row)
        yield FoundTable(header, first_row, f"{name}-separated header", read_rows)


def split_cells(text: str, delimiter: str) -> list[str]:
    """The cells of the first row of a delimited text."""
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        # a cell of more than 128 kB: no table that anybody made on purpose
        return text.split(delimiter)


def read_text(content: bytes, header: tuple[str, ...], delimiter: str, first_row: int) -> Sheet:
    """The rows of a delimited text in UTF-8 whose first row is `header` and has number `first_row`.

    Raises RefusedFile where a quotation mark is never closed.
    """
    ragged: list[tuple[int, list[str]]] = []

    def keep_ragged(row: pyarrow.csv.InvalidRow) -> str:
        ragged.append((row.number, split_cells(row.text, delimiter)))
        return "skip"

    names = [str(ordinal) for ordinal in range(len(header))]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(content),
            # row numbers of bad rows are known on one thread only
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES, column_names=names),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep_ragged
            ),
            convert_options=pyarrow.csv.ConvertOptions(column_types={name: pa.string() for name in names}),
        )
    except pa.ArrowInvalid as error:
        raise RefusedFile("unknown", _UNCLOSED.format(row="one of its rows")) from error
    sheet = _join_ragged(header, table, ragged, delimiter)
    _check_quotes(content, sheet)
    return drop_empty_rows(replace(sheet, row_numbers=sheet.row_numbers + (first_row - 1)).take(sheet.row_numbers > 1))


_UNCLOSED = (
    "a quotation mark that opens in {row} is never closed, so that everything behind it reads as one cell. "
    "A cell in quotation marks ends with one; correct the export and import it again."
)


def _join_ragged(
    header: tuple[str, ...], table: pa.Table, ragged: list[tuple[int, list[str]]], delimiter: str
) -> Sheet:
    """Puts the rows of another width back to their place, cut or filled up to the header's width."""
    width, rows = len(header), table.num_rows + len(ragged)
    counts = np.full(rows, width, dtype=np.int64)
    numbers = np.arange(1, rows + 1, dtype=np.int64)
    if not ragged:
        columns = tuple(column.combine_chunks() for column in table.columns)
        return Sheet(header, columns, numbers, counts, delimiter)
    counts[table.num_rows :] = [len(cells) for _, cells in ragged]
    bad_numbers = np.array([number for number, _ in ragged], dtype=np.int64)
    all_numbers = np.concatenate([np.setdiff1d(numbers, bad_numbers), bad_numbers])
    joined = tuple(_append_cells(column, ragged, i) for i, column in enumerate(table.columns))
    return Sheet(header, joined, all_numbers, counts, delimiter).take(np.argsort(all_numbers, kind="stable"))


def _append_cells(column: pa.ChunkedArray, ragged: list[tuple[int, list[str]]], position: int) -> pa.Array:
    cells = [row[position] if position < len(row) else "" for _, row in ragged]
    return pa.chunked_array([*column.chunks, pa.array(cells, pa.string())]).combine_chunks()


def _check_quotes(content: bytes, sheet: Sheet) -> None:
    """An odd number of quotation marks and a last row of several lines is a quote left open."""
    if content.count(b'"') % 2 == 0 or not len(sheet.row_numbers):
        return
    if any(re.search("[\r\n]", (column[-1].as_py() or "").strip()) for column in sheet.columns):
        raise RefusedFile("unknown", _UNCLOSED.format(row=f"row {sheet.row_numbers[-1]}"))


def drop_empty_rows(sheet: Sheet) -> Sheet:
    """The sheet without rows that hold nothing, and without rows that repeat the header."""
    rows = len(sheet.row_numbers)
    is_blank, is_header = np.ones(rows, dtype=np.bool_), np.ones(rows, dtype=np.bool_)
    for title, column in zip(sheet.header, sheet.columns, strict=True):
        is_blank &= _compare(column, is_blank, "")
        is_header &= _compare(column, is_header, normalise_header(title))
    is_header &= ~is_blank
    kept = sheet if not (is_blank | is_header).any() else sheet.take(~(is_blank | is_header))
    return replace(kept, repeated_headers=tuple(int(number) for number in sheet.row_numbers[is_header]))


def _compare(column: pa.Array, candidates: Flags, expected: str) -> Flags:
    """Which of the rows that are still candidates hold just the expected text."""
    result = np.zeros(len(column), dtype=np.bool_)
    rows = np.flatnonzero(candidates)
    cells = pc.fill_null(column.take(pa.array(rows)), "") if len(rows) < len(column) else pc.fill_null(column, "")
    plain = pc.utf8_lower(pc.utf8_trim_whitespace(cells))
    result[rows] = pc.equal(plain, expected.lower()).to_numpy(zero_copy_only=False)
    return result


def format_rows(sheet: Sheet) -> pa.Array:
    """Each row as one line of text: its cells joined by the delimiter, quoted where need be."""
    special = '["\r\n' + re.escape(sheet.delimiter) + "]"
    cells = [_quote(pc.fill_null(column, ""), special) for column in sheet.columns]
    return pc.binary_join_element_wise(*cells, sheet.delimiter)


def _quote(column: pa.Array, special: str) -> pa.Array:
    letters = column.buffers()[2]
    # one search through all letters of a column is ten times faster than one in each of its cells
    if letters is None or not re.search(special.encode(), memoryview(letters)):
        return column
    is_special = pc.match_substring_regex(column, special)
    inner = pc.replace_substring(pc.replace_substring_regex(column, "[\r\n]+", " "), '"', '""')
    return pc.if_else(is_special, pc.binary_join_element_wise('"', inner, '"', ""), column)
