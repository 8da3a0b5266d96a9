"""Text and workbooks as rows of cells: odd rows keep their number, and nothing is half-read."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from pipelines.errors import RefusedFile
from pipelines.sources.tabular.sheet import Sheet, find_text_tables, format_rows
from pipelines.sources.tabular.workbook import find_sheet_tables


def _read(text: str) -> Sheet:
    return next(find_text_tables(text.encode())).read_rows()


def _cells(sheet: Sheet) -> list[list[str]]:
    return [list(cells) for cells in zip(*(column.to_pylist() for column in sheet.columns), strict=True)]


def test_rows_of_another_width_stand_in_their_place() -> None:
    sheet = _read("\n\na,b\n1,2\n3\n4,5,6\n\n7,8")
    assert _cells(sheet) == [["1", "2"], ["3", ""], ["4", "5"], ["7", "8"]]
    assert sheet.row_numbers.tolist() == [4, 5, 6, 8]
    assert sheet.is_ragged.tolist() == [False, True, True, False]


def test_cells_of_several_lines_are_one_row() -> None:
    sheet = _read('a,b\n"1\n2",3\n4,5\n')
    assert (_cells(sheet), sheet.row_numbers.tolist()) == ([["1\n2", "3"], ["4", "5"]], [2, 3])


def test_rows_as_text_are_quoted_where_need_be() -> None:
    sheet = _read('a,b\n1,2\n"x,y","say ""so"""\n"two\nlines",\n')
    assert format_rows(sheet).to_pylist() == ["1,2", '"x,y","say ""so"""', '"two lines",']


@pytest.mark.parametrize("text", ['a,b\n1,"2\n3,4\n', 'a,b\n"1,2\n3,4', 'a,b\n1,"2\r3,4\r'])
def test_a_quotation_mark_left_open_is_refused_with_its_row(text: str) -> None:
    with pytest.raises(RefusedFile, match="opens in row 2 is never closed"):
        _read(text)


def test_a_quotation_mark_left_open_in_a_large_file_is_refused() -> None:
    with pytest.raises(RefusedFile, match="never closed"):
        _read('a,b\n1,"2\n' + "3,4\n" * 9_000_000)


def test_a_cell_without_end_is_a_row_like_others() -> None:
    sheet = _read(f"a,b\n1,2,{'x' * 200_000}\n")
    assert (sheet.cell_counts.tolist(), sheet.row_numbers.tolist()) == ([3], [2])


def _workbook(*sheets: dict[tuple[int, int], str]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        for cells in sheets:
            sheet = workbook.add_worksheet()
            for (row, column), text in cells.items():
                sheet.write_string(row, column, text)
    return stream.getvalue()


def test_a_sheet_begins_at_its_first_filled_row_and_counts_as_the_spreadsheet_does() -> None:
    content = _workbook({}, {(2, 0): "a", (2, 1): "b", (5, 0): "1", (6, 0): " ", (7, 1): "2"})
    (found,) = find_sheet_tables(content)
    sheet = found.read_rows()
    assert (found.header, found.row_number, found.where) == (("a", "b"), 3, "sheet 2")
    assert sheet.row_numbers.tolist() == [6, 8]


def test_a_workbook_of_empty_sheets_has_no_table() -> None:
    assert list(find_sheet_tables(_workbook({}, {}))) == []
