"""The courses of the time page: what happened in each curve of the book, by threshold and clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.inference._time_groups import Book, open_book
from pipelines.statistics.incidence import Counts, count_courses

Integers = NDArray[np.int64]
THRESHOLDS = ("kx", "medical_review")
# Clock -> the columns of mart.time_account that hold the end and the late entry.
CLOCKS = {
    "days": ("exit_days", None),
    "visits": ("exit_visits", None),
    "calendar": ("exit_calendar_days", "entry_calendar_days"),
}
# The number of an event is its place here.
EVENTS = ("censored", "crossed", "ended")
# So many curves at a time: enough to be quick, few enough to stay in the cache of the machine.
CHUNK = 256


@dataclass(frozen=True)
class Course:
    """Curves first, first + 1 and so on of one threshold and clock, with their counts."""

    threshold: str
    clock: str
    first: int
    counts: Counts


@dataclass(frozen=True)
class Exits:
    """How the accounts of a book leave before one threshold: per account the row of mart.time_account, -1 if none."""

    row: Integers
    event: Integers


def read_book(accounts: pa.Table, links: pa.Table, periods: pa.Table) -> Book | None:
    """The book of groups, none without an account."""
    return open_book(accounts, links, periods) if accounts.num_rows and periods.num_rows else None


def read_exits(accounts: pa.Table, book: Book, threshold: str) -> Exits:
    """Row and event (-1: not part of a curve) of each account."""
    known = np.unique(book.keys)
    is_asked = np.asarray(pc.equal(accounts["threshold_category"], threshold))
    row = np.full(len(known), -1)
    row[np.searchsorted(known, book.keys[is_asked])] = np.flatnonzero(is_asked)
    events = np.asarray(pc.fill_null(pc.index_in(accounts["exit_category"], pa.array(EVENTS)), -1))
    return Exits(row, np.where(row >= 0, events[row], -1))


def walk_courses(accounts: pa.Table, book: Book, minimum: int) -> Iterator[Course]:
    """All courses in the order of threshold, clock and curve; times are whole numbers from 0 without a gap.

    `minimum`: how many must be at risk where members come in late, before a course starts.
    """
    order = np.argsort(book.curve, kind="stable")
    for threshold in THRESHOLDS:
        exits = read_exits(accounts, book, threshold)
        own = order[exits.event[book.account[order]] >= 0]
        curve, member = book.curve[own], book.account[own]
        bounds = np.searchsorted(curve, np.arange(0, book.curves + CHUNK, CHUNK))
        for clock, names in CLOCKS.items():
            time, entry = (_read_times(accounts, name, exits.row) for name in names)
            if time is None or not len(time):
                continue
            until = int(time.max())
            for first, (start, end) in zip(range(0, book.curves, CHUNK), pairwise(bounds), strict=True):
                who = member[start:end]
                late = None if entry is None else entry[who]
                counts = count_courses(
                    curve[start:end] - first, time[who], exits.event[who], late,
                    groups=min(CHUNK, book.curves - first), minimum=1 if entry is None else minimum, until=until,
                )  # fmt: skip
                yield Course(threshold, clock, first, counts)


def _read_times(accounts: pa.Table, name: str | None, row: Integers) -> Integers | None:
    """A column of whole numbers by account; 0 where there is none, which no curve reads."""
    if name is None:
        return None
    column = accounts[name].combine_chunks().fill_null(0).to_numpy(zero_copy_only=False)
    return np.where(row >= 0, column[row], 0)
