"""Changes tables as spreadsheet programs, bad exports and attackers do: cells, columns, rows, headers, quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from random import Random
from typing import Literal

from tests.fuzz.byte_mutation import mutate_bytes

Rows = list[list[str]]

ODD_CELLS = (
    "", " ", "0", "-1", "0.00", "64.1", "64.999", "9999999.99", "10000000", "1e13", "1.12607E+16",
    "12607000123456789", "$64.00", "1,000.00", "(5.00)", "9999", "10000", "0.0001", "2026-13-40", "2026-01-05",
    "01/05/2026", "1/5/26", "46027", "1999-12-31", "2026-01-05 00:00:00", "#N/A", "#REF!", "#DIV/0!", "=1+1", "+1",
    "@x", "GP KX", "KX:GP", "GP,GP", "GP KX 59 CQ 76", "CO-45=1.00;CO-45", "CO-119=0", "PR-2=-1.00", "N362;N851",
    "MB", "22", "4", "PT_SLP", "OT", "verified", "typed", 'a"b', "a\nb", "\x1b[31m", "\u202e", "é", "X" * 300,
    "9" * 40, "null", "nan", "True",
)  # fmt: skip


def mutate_rows(rows: Rows, random: Random) -> Rows:
    """The rows (the header is the first) with one to four changes."""
    for _ in range(random.randint(1, 4)):
        random.choice(_CHANGES)(rows, random)
        if not rows:
            break
    return rows


def mutate_table(content: bytes, random: Random) -> bytes:
    """A delimited text with changed rows, with any separator, quotes and line ends, at times with other bytes."""
    rows = mutate_rows(read_rows(content), random)
    delimiter = random.choice(",,,,;\t|")
    stream = io.StringIO()
    if random.random() < 0.05:
        stream.write(f"sep={delimiter}\r\n")
    quoting: Literal[0, 1] = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    csv.writer(stream, delimiter=delimiter, lineterminator=random.choice(("\n", "\r\n")), quoting=quoting).writerows(
        rows
    )
    mutant = stream.getvalue().encode("utf-8", "surrogatepass")
    return mutate_bytes(mutant, random) if random.random() < 0.2 else mutant


def read_rows(content: bytes) -> Rows:
    """The cells of a seed."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))


def _set_cell(rows: Rows, random: Random) -> None:
    row = random.choice(rows)
    if row:
        row[random.randrange(len(row))] = random.choice(ODD_CELLS)


def _spoil_header(rows: Rows, random: Random) -> None:
    if rows[0]:
        place = random.randrange(len(rows[0]))
        title = rows[0][place]
        rows[0][place] = random.choice(
            (title.upper(), title.replace("_", "-"), f" {title} ", "", title * 2, rows[0][0], "x")
        )


def _drop_row(rows: Rows, random: Random) -> None:
    del rows[random.randrange(len(rows))]


def _repeat_row(rows: Rows, random: Random) -> None:
    place = random.randrange(len(rows))
    run = [list(row) for row in rows[place : place + random.randint(1, 4)]]
    at = random.randint(0, len(rows))
    rows[at:at] = run * random.choice((1, 1, 2, 30))


def _shuffle(rows: Rows, random: Random) -> None:
    body = rows[1:]
    random.shuffle(body)
    rows[1:] = body


def _drop_column(rows: Rows, random: Random) -> None:
    place = random.randrange(max(1, len(rows[0])))
    for row in rows:
        del row[place : place + 1]


def _repeat_column(rows: Rows, random: Random) -> None:
    place = random.randrange(max(1, len(rows[0])))
    for row in rows:
        row.insert(random.choice((0, len(row))), row[place] if place < len(row) else "")


def _swap_columns(rows: Rows, random: Random) -> None:
    first, second = (random.randrange(max(1, len(rows[0]))) for _ in range(2))
    for row in rows[random.choice((0, 1)) :]:
        if max(first, second) < len(row):
            row[first], row[second] = row[second], row[first]


def _make_ragged(rows: Rows, random: Random) -> None:
    row = random.choice(rows)
    if random.random() < 0.5:
        row.append(random.choice(ODD_CELLS))
    elif row:
        row.pop()


def _add_total(rows: Rows, random: Random) -> None:
    rows.append([random.choice(("Total", "", "64.00", "")) for _ in rows[0]])


_CHANGES: tuple[Callable[[Rows, Random], None], ...] = (
    _set_cell, _set_cell, _set_cell, _set_cell, _spoil_header, _drop_row, _repeat_row, _repeat_row, _shuffle,
    _drop_column, _repeat_column, _swap_columns, _make_ragged, _add_total,
)  # fmt: skip
