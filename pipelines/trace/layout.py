"""Lays out the audit trail on a terminal: headings, fields in two columns, tables, dollars. Up to 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

WIDTH = 100
_INDENT = "   "
_CELL = (WIDTH - len(_INDENT)) // 2
_GAP = 2


def show_stage(number: int, title: str, meaning: str) -> Iterator[str]:
    """The sign at the door of a stage."""
    yield ""
    heading = f"{number}  {title} "
    yield heading + "─" * (WIDTH - len(heading))
    yield from show_text(meaning)


def show_text(text: str) -> Iterator[str]:
    """A sentence, wrapped."""
    yield from textwrap.wrap(text, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)


def show_fields(fields: Mapping[str, object]) -> Iterator[str]:
    """Names and values in two columns; what the file did not say is left out, a long value has its own line."""
    cells = [f"{name}  {format_value(name, value)}" for name, value in fields.items() if value is not None]
    waiting = ""
    for cell in cells:
        if waiting and len(cell) <= _CELL:
            yield f"{_INDENT}{waiting:<{_CELL}}{cell}".rstrip()
            waiting = ""
        elif waiting:
            yield _INDENT + waiting
            waiting = ""
            yield from _show_long(cell)
        elif len(cell) <= _CELL - _GAP:
            waiting = cell
        else:
            yield from _show_long(cell)
    if waiting:
        yield _INDENT + waiting


def _show_long(cell: str) -> Iterator[str]:
    yield from textwrap.wrap(cell, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT * 2)


def show_table(rows: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """Rows below their names, numbers to the right; a table that is too wide is laid on its side."""
    if not rows:
        return
    names = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    texts = [[format_value(name, row[name]) for name in names] for row in rows]
    is_number = [all(isinstance(row[name], int | Decimal) or row[name] is None for row in rows) for name in names]
    lines = _align([names, *texts], is_number)
    if max(map(len, lines)) > WIDTH:
        lines = _align([list(column) for column in zip(names, *texts, strict=True)], [False] + [True] * len(rows))
    yield from lines


def _align(lines: Sequence[Sequence[str]], is_right: Sequence[bool]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        _INDENT
        + "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, is_right, strict=True)
        ).rstrip()
        for line in lines
    ]


def show_segments(lines: Iterable[tuple[int, str, bool]]) -> Iterator[str]:
    """Numbered segments or rows of a file, the marked ones behind an arrow."""
    for number, text, is_marked in lines:
        label = f"{'►' if is_marked else ' '}{number:>8}  "
        yield from textwrap.wrap(
            text, WIDTH, initial_indent=label, subsequent_indent=" " * len(label), break_long_words=True
        ) or [label]


def format_value(name: str, value: object) -> str:
    """Cents as dollars, truth as yes and no, nothing as a dash."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name.endswith("_cents") and isinstance(value, int):
        return format_dollars(value)
    if isinstance(value, float):
        return f"{value:.4f}"
    return str(value)


def format_dollars(cents: int) -> str:
    """Whole cents as dollars, exactly."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${Decimal(abs(cents)).scaleb(-2):,.2f}"
