"""The share that has crossed by a day, visit or date, with its band and the numbers at risk.

grain:  one row per curve, threshold, clock and point: where somebody crossed, ticks and end
key:    curve_ordinal, threshold_category, clock_category, elapsed
units:  elapsed is days, visits or the day of the year; _ratio 0..1, limits null where there is no variance
source: mart.time_account, mart.crossing_provider, ledger.period, reference.rule_parameter

Decision 0047.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._rules import read_rules
from pipelines.inference._time_courses import Course, read_book, walk_courses
from pipelines.inference._time_groups import find_wide_curves
from pipelines.statistics.incidence import compute_incidence

SCHEMA = pa.schema(
    [("curve_ordinal", pa.int64()), ("threshold_category", pa.string()), ("clock_category", pa.string())]
    + [(name, pa.int64()) for name in ("elapsed", "at_risk", "crossed_so_far", "ended_so_far", "censored_so_far")]
    + [(name, pa.float64()) for name in ("crossed_ratio", "crossed_lower_ratio", "crossed_upper_ratio", "ended_ratio")]
)
MONTH_STARTS = (1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)
TICKS = {"days": range(0, 367, 30), "visits": range(0, 367, 10), "calendar": MONTH_STARTS}


def infer(accounts: pa.Table, links: pa.Table, periods: pa.Table, parameters: pa.Table) -> pa.Table:
    """The points of all curves."""
    book = read_book(accounts, links, periods)
    if book is None:
        return SCHEMA.empty_table()
    minimum = read_rules(parameters)["time_minimum_at_risk"]
    is_wide = find_wide_curves(book)
    courses = [_list_points(course, is_wide) for course in walk_courses(accounts, book, minimum)]
    return pa.concat_tables([SCHEMA.empty_table(), *courses])


def _list_points(course: Course, is_wide: NDArray[np.bool_]) -> pa.Table:
    """Over all clinics each end of care is a point too; for each clinic and provider it would be too long a table."""
    counts = course.counts
    is_here = is_wide[course.first : course.first + len(counts.at_risk), None]
    incidence = compute_incidence(counts)
    leaving = counts.crossed + counts.ended + counts.censored
    still = np.flip(np.cumsum(np.flip(leaving, 1), axis=1), 1)
    is_last = (leaving > 0) & (still == leaving)
    is_tick = np.isin(counts.times, list(TICKS[course.clock])) & counts.started & (still > 0)
    group, column = np.nonzero((counts.crossed > 0) | (is_here & (counts.ended > 0)) | is_tick | is_last)
    so_far = [np.cumsum(kind, axis=1)[group, column] for kind in (counts.crossed, counts.ended, counts.censored)]
    ratios = (incidence.crossed, incidence.lower, incidence.upper, incidence.ended)
    columns = [
        pa.array(group + course.first),
        pa.array([course.threshold] * len(group), pa.string()),
        pa.array([course.clock] * len(group), pa.string()),
        pa.array(counts.times[column]),
        *(pa.array(kind.astype(np.int64)) for kind in (counts.at_risk[group, column], *so_far)),
        *(pa.array(ratio[group, column], from_pandas=True) for ratio in ratios),
    ]
    return pa.table(columns, schema=SCHEMA)
