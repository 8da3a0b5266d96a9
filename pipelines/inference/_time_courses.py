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
    curve, member = book.curve[order], book.account[order]
    bounds = np.searchsorted(curve, np.arange(0, book.curves + CHUNK, CHUNK))
    for threshold in THRESHOLDS:
        exits = read_exits(accounts, book, threshold)
        for clock, names in CLOCKS.items():
            time, entry = (_read_times(accounts, name, exits.row) for name in names)
            if time is None or not len(time):
                continue
            times = np.arange(int(time.max()) + 1)
            for chunk, (start, end) in enumerate(pairwise(bounds)):
                part = slice(start, end)
                who = member[part][exits.event[member[part]] >= 0]
                own = curve[part][exits.event[member[part]] >= 0] - chunk * CHUNK
                size = min(CHUNK, book.curves - chunk * CHUNK)
                late = None if entry is None else entry[who]
                counts = count_courses(
                    own, time[who], exits.event[who], late, groups=size, minimum=1 if entry is None else minimum,
                    times=times,
                )  # fmt: skip
                yield Course(threshold, clock, chunk * CHUNK, counts)


def _read_times(accounts: pa.Table, name: str | None, row: Integers) -> Integers | None:
    """A column of whole numbers by account; 0 where there is none, which no curve reads."""
    if name is None:
        return None
    column = accounts[name].combine_chunks().fill_null(0).to_numpy(zero_copy_only=False)
    return np.where(row >= 0, column[row], 0)
