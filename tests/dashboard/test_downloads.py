"""Files that leave the dashboard open typed, say what was filtered, and run nothing."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import fastexcel
import pandas as pd
import pytest

from dashboard.components.export import DANGEROUS, Sheet, neutralise, write_csv, write_workbook

EVIL = '=HYPERLINK("http://example.test","x")'


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "file_name": [EVIL, "+1", "-2", "@x", "\t=1", "\r=1", "plain"],
            "allowed_cents": pd.array([-12345, None, 0, 1, 2, 3, 4], dtype="Int64"),
            "service_date": pd.to_datetime(["2026-03-05"] * 7),
            "kx_line_ratio": [0.5] * 7,
            "has_kx": [True, False] * 3 + [True],
        }
    )


@pytest.fixture
def workbook(table: pd.DataFrame) -> bytes:
    headings = {column: column.upper() for column in map(str, table)}
    facts = [("Filter", "=2026"), ("Synthetic data", "yes")]
    return write_workbook(Sheet(table, headings, facts, [("FILE_NAME", "file_name", "the name")]))


def test_no_csv_cell_begins_like_a_formula(table: pd.DataFrame) -> None:
    read = list(csv.reader(io.StringIO(write_csv(table, is_synthetic=True).decode("utf-8-sig"), newline="")))
    assert read[0] == ["file_name", "allowed_dollars", "service_date", "kx_line_ratio", "has_kx", "synthetic_data"]
    texts = [row[0] for row in read[1:]]
    assert not any(text.startswith(DANGEROUS) for text in texts)
    assert texts[0] == f"'{EVIL}"
    assert texts[-1] == "plain"


def test_csv_amounts_stay_numbers_and_null_stays_empty(table: pd.DataFrame) -> None:
    read = list(csv.DictReader(io.StringIO(write_csv(table, is_synthetic=False).decode("utf-8-sig"))))
    assert [row["allowed_dollars"] for row in read[:3]] == ["-123.45", "", "0.00"]
    assert read[0]["service_date"] == "2026-03-05"
    assert "synthetic_data" not in read[0]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na"])
def test_each_dangerous_beginning_is_neutralised(text: str) -> None:
    assert neutralise(text) == f"'{text}"


def test_the_workbook_has_no_formula_and_no_link(workbook: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        for name in sheets:
            tree = ElementTree.fromstring(parts.read(name))
            assert not tree.findall(".//{*}f")
            assert not tree.findall(".//{*}hyperlink")


def test_the_workbook_opens_typed_with_filters_and_definitions(workbook: bytes) -> None:
    book = fastexcel.read_excel(workbook)
    assert book.sheet_names == ["Rows", "Filters", "Definitions"]
    read = book.load_sheet("Rows").to_pandas()
    assert next(iter(read["ALLOWED_CENTS"])) == -123.45
    assert pd.isna(read["ALLOWED_CENTS"][1])
    assert read["SERVICE_DATE"][0] == pd.Timestamp("2026-03-05")
    assert read["FILE_NAME"][0] == EVIL
    assert list(book.load_sheet("Filters").to_pandas()["Value"]) == ["=2026", "yes"]
    assert "the name" in set(book.load_sheet("Definitions").to_pandas()["Meaning"])


def test_an_empty_table_makes_a_readable_file(table: pd.DataFrame) -> None:
    empty = table.head(0)
    assert write_csv(empty, is_synthetic=False).decode("utf-8-sig").count("\n") == 1
    content = write_workbook(Sheet(empty, {}, [], []))
    assert fastexcel.read_excel(content).sheet_names[0] == "Rows"
