"""The report as data: sections with a finding as title, sentences and tables, from which the PDF is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ReportTable:
    """A table: what it shows, its headings, its rows as text. `numbers` is how many of the last columns are numbers."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int

    def to_json(self) -> dict[str, object]:
        """As the template takes it."""
        return {
            "caption": self.caption,
            "headings": list(self.headings),
            "rows": [list(row) for row in self.rows],
            "numbers": self.numbers,
        }


@dataclass(frozen=True)
class Section:
    """A section: a finding as its title, then sentences and tables."""

    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[ReportTable, ...] = ()

    def to_json(self) -> dict[str, object]:
        """As the template takes it."""
        return {
            "title": self.title,
            "sentences": list(self.sentences),
            "tables": [table.to_json() for table in self.tables],
        }


def make_table(
    caption: str, headings: Sequence[str], rows: Sequence[Sequence[object]], numbers: int = 0
) -> tuple[ReportTable, ...]:
    """A table of these rows; none where there are none."""
    if not rows:
        return ()
    texts = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows)
    return (ReportTable(caption, tuple(headings), texts, numbers),)
