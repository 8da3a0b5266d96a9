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


def is_number(text: bytes, row: int, column: int) -> bool:
    """Whether the cell in this row and column (from 0) holds a number and no text; true if the sheet does not say."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    place = text.find(f'r="{letters}{row + 1}"'.encode())
    if place < 0:
        return True
    attributes = text[text.rfind(b"<", 0, place) : text.find(b">", place)]
    found = re.search(rb"""\bt=["'](\w+)["']""", attributes)
    return found is None or found[1] not in _TEXT_TYPES
