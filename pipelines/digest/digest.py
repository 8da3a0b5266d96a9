"""Reads a digest from the published warehouse: its title, its sentences and its tables, ready to be written.

Decision 0132.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.digest.figures import Extent, Figures, read_extent, read_figures
from pipelines.digest.sentences import (
    Compared,
    compare_denials,
    compare_figures,
    say_changes,
    say_data,
    say_deadlines,
)
from pipelines.month import Month
from pipelines.settings import Settings
from pipelines.store.published import open_published

NO_PATIENT = (
    "No patient data is in this digest: counts and dollars only. The rows behind each number are in the dashboard"
    " (`kxwatch serve`)."
)


@dataclass(frozen=True)
class Digest:
    """One digest. `month` is None for a data folder without remittances; no changes mean that nothing is new."""

    month: Month | None
    title: str
    notes: tuple[str, ...]
    changes: tuple[str, ...]
    figures: tuple[Compared, ...]
    denials: tuple[Compared, ...]

    @property
    def opening(self) -> str:
        """The first sentence."""
        if self.month is None:
            return "There is nothing new: no remittances have been imported yet."
        if not self.changes:
            return f"There is nothing new in {self.month.name}."
        return f"What changed in {self.month.name}, compared with {self.month.previous.name}:"

    def to_json(self) -> dict[str, object]:
        """The object that `--json` prints, without the texts."""
        return {
            "exit_code": 0,
            "month": self.month.code if self.month else None,
            "compared_with": self.month.previous.code if self.month else None,
            "has_changes": bool(self.changes),
            "changes": list(self.changes),
            "figures": [vars(one) for one in self.figures],
            "denials_by_category": [vars(one) for one in self.denials],
        }


def read_digest(settings: Settings, asked: Month | None = None) -> Digest:
    """The digest of the month asked for, else of the newest complete month.

    Raises UsageError when nothing was published, or for a month outside the data.
    """
    with open_published(settings) as connection:
        extent = read_extent(connection)
        figures = read_figures(connection, extent, asked)
    return _write_digest(extent, figures)


def _write_digest(extent: Extent, figures: Figures | None) -> Digest:
    notes = ["Synthetic data."] if extent.is_synthetic else []
    if figures is None:
        return Digest(None, f"{extent.practice_name}: digest", (*notes, NO_PATIENT), (), (), ())
    title = f"{extent.practice_name}: digest for {figures.month.name}"
    notes += [say_data(figures, extent), say_deadlines(figures), NO_PATIENT]
    return Digest(
        figures.month,
        title,
        tuple(notes),
        tuple(say_changes(figures)),
        tuple(compare_figures(figures)),
        tuple(compare_denials(figures)),
    )
