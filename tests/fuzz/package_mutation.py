"""Makes workbooks and packed files that are hostile: cells of any kind, changed XML, damaged packages."""

from __future__ import annotations

import bz2
import gzip
import io
import re
import zipfile
from collections.abc import Callable
from random import Random

import xlsxwriter

from tests.fuzz.byte_mutation import mutate_bytes
from tests.fuzz.table_mutation import Rows, mutate_rows, read_rows

_TAG = re.compile(rb"<[^<>]{1,300}>")
_PLACE = re.compile(rb'r="[A-Z]+\d+"')
_ODD_PLACES = (b'r="XFD1048576"', b'r="A1048576"', b'r="ZZZZ9"', b'r="A0"', b'r=""', b"", b'r="A1"')
_ODD_TYPES = (b't="s"', b't="e"', b't="n"', b't="d"', b't="b"', b't="inlineStr"', b't="x"', b"")
_ODD_VALUES = (b"#SPILL!", b"99999999999999999999", b"1e309", b"-1", b"", b"NaN", b"46027.5", b"&#0;", b"&x;", b"\xff")


def make_workbook(content: bytes, random: Random) -> bytes:
    """Tables that were changed, as one or more sheets; or the package changed behind the program's back."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
        for number in range(random.choice((1, 1, 2, 4))):
            sheet = book.add_worksheet(f"Sheet {number}")
            _fill(sheet, mutate_rows(read_rows(content), random), random)
            if number and random.random() < 0.3:
                sheet.hide()
    package = stream.getvalue()
    if random.random() < 0.3:
        package = _change_members(package, random)
    return mutate_bytes(package, random) if random.random() < 0.1 else package


def _fill(sheet: xlsxwriter.worksheet.Worksheet, rows: Rows, random: Random) -> None:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row[:200]):
            if random.random() < 0.01:
                sheet.write_formula(number, column, "=NA()", None, random.choice(("#N/A", "#REF!", "#DIV/0!")))
            elif number and random.random() < 0.3 and re.fullmatch(r"-?\d+(\.\d+)?", cell):
                sheet.write_number(number, column, float(cell))
            else:
                sheet.write_string(number, column, cell)


def _change_members(package: bytes, random: Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        wanted = set(random.sample(names, k=random.randint(1, 2))) | {"xl/worksheets/sheet1.xml"}
        for name in names:
            if name in wanted and random.random() < 0.1:
                continue
            new.writestr(name, _change_xml(old.read(name), random) if name in wanted else old.read(name))
    return stream.getvalue()


def _change_xml(text: bytes, random: Random) -> bytes:
    for _ in range(random.randint(1, 3)):
        change = random.choice((_drop_tag, _repeat_tag, _move_cell, _retype_cell, _set_value, mutate_bytes))
        text = change(text, random)
    return text


def _drop_tag(text: bytes, random: Random) -> bytes:
    tag = random.choice(_TAG.findall(text) or [b"<"])
    return text.replace(tag, b"", 1)


def _repeat_tag(text: bytes, random: Random) -> bytes:
    tag = random.choice(_TAG.findall(text) or [b"<"])
    return text.replace(tag, tag * random.choice((2, 50)), 1)


def _move_cell(text: bytes, random: Random) -> bytes:
    place = random.choice(_PLACE.findall(text) or [b"r"])
    return text.replace(place, random.choice(_ODD_PLACES), 1)


def _retype_cell(text: bytes, random: Random) -> bytes:
    return text.replace(b't="s"', random.choice(_ODD_TYPES), random.choice((1, 5, -1)))


def _set_value(text: bytes, random: Random) -> bytes:
    values = re.findall(rb"<v>[^<>]{0,80}</v>", text) or [b"<v></v>"]
    return text.replace(random.choice(values), b"<v>" + random.choice(_ODD_VALUES) + b"</v>", 1)


def pack(content: bytes, random: Random) -> bytes:
    """A file packed in one of the usual ways, and then damaged or not."""
    packed = random.choice(_PACKERS)(content)
    return mutate_bytes(packed, random) if random.random() < 0.7 else packed


def _zip(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("../../remittance.835", content)
    return stream.getvalue()


def _zip_twice(content: bytes) -> bytes:
    return _zip(_zip(content))


_PACKERS: tuple[Callable[[bytes], bytes], ...] = (_zip, _zip_twice, gzip.compress, bz2.compress)
