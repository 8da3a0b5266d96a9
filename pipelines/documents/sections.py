"""Sections of a document as data: a finding as title, sentences, charts and tables, from which the PDF is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ReportTable:
    """A table: what it shows, its headings, its rows as text. `numbers` is how many of the last columns are numbers.

    Columns of a table that `is_fitted` are as wide as their texts; else columns of text share the page evenly.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int
    is_fitted: bool = False

    def to_json(self) -> dict[str, object]:
        """As the template takes it."""
        return {
            "caption": self.caption,
            "headings": list(self.headings),
            "rows": [list(row) for row in self.rows],
            "numbers": self.numbers,
            "is_fitted": self.is_fitted,
        }


@dataclass(frozen=True)
class Chart:
    """A chart drawn for the width of a page: what it shows, the SVG, and the same in words for a screen reader."""

    caption: str
    svg: str
    alt: str

    def to_json(self) -> dict[str, object]:
        """As the template takes it."""
        return {"caption": self.caption, "svg": self.svg, "alt": self.alt}


@dataclass(frozen=True)
class Section:
    """A section: a finding as its title, then sentences, charts, tables, and lines of a file as they are."""

    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    charts: tuple[Chart, ...] = ()
    raw_lines: tuple[tuple[str, bool], ...] = ()
    begins_page: bool = False

    def to_json(self) -> dict[str, object]:
        """As the template takes it."""
        return {
            "title": self.title,
            "sentences": list(self.sentences),
            "charts": [chart.to_json() for chart in self.charts],
            "tables": [table.to_json() for table in self.tables],
            "raw_lines": [{"text": text, "is_marked": is_marked} for text, is_marked in self.raw_lines],
            "begins_page": self.begins_page,
        }


def make_table(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    numbers: int = 0,
    *,
    is_fitted: bool = False,
) -> tuple[ReportTable, ...]:
    """A table of these rows; none where there are none."""
    if not rows:
        return ()
    texts = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows)
    return (ReportTable(caption, tuple(headings), texts, numbers, is_fitted),)
