"""Where the sheets of a workbook stand in its package, how large they are, and which cells are numbers."""

from __future__ import annotations

import posixpath
import re
import zipfile
from xml.etree import ElementTree

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# both begin with letters, which are found many times faster than a boundary; one hit too many only counts too much
_ROW = re.compile(rb"""row\s[^<>]{0,200}?\br=["'](\d{1,9})["']""")
_CORNER = re.compile(rb"""r=["']([A-Z]{2,3}\d{1,9}|[A-Z]\d{6,9})["']""")
_REFERENCE = re.compile(rb"([A-Z]+)(\d+)")
_ROW_START = re.compile(rb"<(?:\w{1,20}:)?row\b([^<>]{0,500})>")
_CELL = re.compile(rb"<(?:\w{1,20}:)?c\b([^<>]{0,500})>")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{0,3})(\d{1,9})["']""")
_TYPE = re.compile(rb"""\st=["'](\w{1,20})["']""")
_ERROR_VALUE = re.compile(
    rb"""(\st=["']e["'][^<>]{0,500}>(?:<(?:\w{1,20}:)?f\b[^<>]{0,500}(?:/>|>[^<>]{0,9000}</(?:\w{1,20}:)?f>))?"""
    rb"<(?:\w{1,20}:)?v>)([^<>]{0,40})(</)"
)
_KNOWN_ERRORS = (b"#N/A", b"#DIV/0!", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!")
_LETTERS = 26
_TEXT_TYPES = (b"s", b"str", b"inlineStr", b"d", b"b", b"e")


def find_sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The member that holds each worksheet, by sheet name; sheets of charts are left out."""
    relations = {}
    for relation in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels")):
        if relation.get("Type", "").endswith("/worksheet"):
            target = relation.get("Target", "")
            relations[relation.get("Id")] = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    parts = {}
    for element in ElementTree.fromstring(package.read("xl/workbook.xml")).iter():
        identifier = element.get(_RELATION, element.get(_STRICT_RELATION))
        if element.tag.endswith("}sheet") and identifier in relations:
            parts[element.get("name", "")] = relations[identifier]
    return parts


def find_sheet_size(text: bytes) -> tuple[int, int]:
    """The last row and the last column that a sheet names: all cells between may be made room for."""
    rows = [int(row) for row in _ROW.findall(text)]
    columns = [1]
    for reference in set(_CORNER.findall(text)):
        column, row = _split_reference(reference)
        columns.append(column)
        rows.append(row)
    return max(rows, default=1), max(*columns, _LETTERS)


def _split_reference(reference: bytes) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    letters, row = match.groups() if match else (b"A", b"1")
    column = 0
    for letter in letters:
        column = column * _LETTERS + letter - ord("A") + 1
    return column, int(row)


def spell_errors(text: bytes) -> bytes:
    """The sheet with every error value that the reader does not know (such as #SPILL!) replaced by #VALUE!."""

    def spell(value: re.Match[bytes]) -> bytes:
        return value[0] if value[2] in _KNOWN_ERRORS else value[1] + b"#VALUE!" + value[3]

    return _ERROR_VALUE.sub(spell, text)


def list_text_cells(text: bytes, wanted: dict[int, set[int]]) -> set[tuple[int, int]]:
    """Which of the wanted cells (columns by row, from 0) the sheet types as text and not as a number."""
    found = set()
    number = 0
    starts = [*_ROW_START.finditer(text)]
    for start, end in zip(starts, [*(later.start() for later in starts[1:]), len(text)], strict=True):
        said = _PLACE.search(start[1])
        number = int(said[2]) if said else number + 1
        if number - 1 in wanted:
            row = text[start.end() : end]
            types = _find_types(row, number, wanted[number - 1]) if b' r="' in row else _count_types(row)
            found |= {(number - 1, column) for column in wanted[number - 1] if types.get(column) in _TEXT_TYPES}
    return found


def _find_types(row: bytes, number: int, columns: set[int]) -> dict[int, bytes]:
    """The types of these columns in a row whose cells name their places."""
    types = {}
    for column in columns:
        place = row.find(f' r="{_name_column(column)}{number}"'.encode())
        if place >= 0:
            kind = _TYPE.search(row[row.rfind(b"<", 0, place) : row.find(b">", place)])
            types[column] = kind[1] if kind else b""
    return types


def _count_types(row: bytes) -> dict[int, bytes]:
    """The types of all columns in a row whose cells stand one after the other and name no place."""
    kinds = (_TYPE.search(cell[1]) for cell in _CELL.finditer(row))
    return {column: kind[1] if kind else b"" for column, kind in enumerate(kinds)}


def _name_column(column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
