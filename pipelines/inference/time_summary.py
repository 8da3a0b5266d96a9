"""How the accounts of a choice of years, pool, clinic and provider ended, and when half of them had crossed.

grain:  one row per span of years, pool, clinic and provider (null: all of them), threshold and clock
key:    first_year, last_year, pool, payee_npi, provider_npi, threshold_category, clock_category
units:  counts are accounts; median_ and start_ and last_ are days, visits or the day of the year; _ratio 0..1
source: mart.time_account, mart.crossing_provider, ledger.period, reference.rule_parameter
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._rules import read_rules
from pipelines.inference._time_courses import Course, read_book, read_exits, walk_courses
from pipelines.inference._time_groups import Book, name_choices
from pipelines.statistics.incidence import compute_incidence, compute_kaplan_meier, find_first

Columns = dict[str, NDArray[np.float64]]
COUNTS = ("patients", "crossed", "ended", "censored", "left_before", "passed_elsewhere", "too_new", "crossed_later")
RATIOS = ("crossed_ratio", "crossed_lower_ratio", "crossed_upper_ratio", "ended_ratio", "kaplan_meier_ratio")
TIMES = ("start_elapsed", "last_elapsed", "median_elapsed", "median_lower_elapsed", "median_upper_elapsed")
SCHEMA = pa.schema(
    [(name, pa.int64()) for name in ("first_year", "last_year")]
    + [(name, pa.string()) for name in ("pool", "payee_npi", "provider_npi", "threshold_category", "clock_category")]
    + [("curve_ordinal", pa.int64())]
    + [(name, pa.int64()) for name in (*COUNTS, *TIMES)]
    + [(name, pa.float64()) for name in RATIOS]
)


def infer(accounts: pa.Table, links: pa.Table, periods: pa.Table, parameters: pa.Table) -> pa.Table:
    """One row for every choice and each of the three clocks and two thresholds."""
    book = read_book(accounts, links, periods)
    if book is None:
        return SCHEMA.empty_table()
    minimum = read_rules(parameters)["time_minimum_at_risk"]
    beside = {threshold: _count_beside(accounts, book, threshold) for threshold in ("kx", "medical_review")}
    found = [SCHEMA.empty_table()]
    for course in walk_courses(accounts, book, minimum):
        columns = _summarise(course) | {
            name: column[course.first : course.first + len(course.counts.at_risk)]
            for name, column in beside[course.threshold].items()
        }
        found.append(_spread(course, book, columns))
    return pa.concat_tables(found)


def _summarise(course: Course) -> Columns:
    """The columns of each curve of a course."""
    counts, incidence = course.counts, compute_incidence(course.counts)
    leaving = counts.crossed + counts.ended + counts.censored
    started = counts.started & (leaving.sum(axis=1, keepdims=True) > 0)
    end = leaving.shape[1] - 1 - np.argmax(np.flip(leaving > 0, 1), axis=1)
    row = np.arange(len(end))
    is_empty = ~started.any(axis=1)
    shares = (incidence.crossed, incidence.lower, incidence.upper, incidence.ended, compute_kaplan_meier(counts))
    columns: Columns = {
        "crossed": counts.crossed.sum(axis=1),
        "ended": counts.ended.sum(axis=1),
        "censored": counts.censored.sum(axis=1),
        "start_elapsed": find_first(started.astype(float), counts.times),
        "last_elapsed": np.where(is_empty, np.nan, counts.times[end].astype(float)),
        "median_elapsed": find_first(incidence.crossed, counts.times),
        "median_lower_elapsed": find_first(np.nan_to_num(incidence.upper), counts.times),
        "median_upper_elapsed": find_first(np.nan_to_num(incidence.lower), counts.times),
    }
    return columns | {
        name: np.where(is_empty, np.nan, share[row, end]) for name, share in zip(RATIOS, shares, strict=True)
    }


def _count_beside(accounts: pa.Table, book: Book, threshold: str) -> Columns:
    """Of each curve: all that could be in it, and those who are beside it, with the reason."""
    exits = read_exits(accounts, book, threshold)
    category = np.array(accounts["exit_category"].to_pylist())
    later = accounts["crossing_date"].combine_chunks().is_valid().to_numpy(zero_copy_only=False)
    is_here = exits.row >= 0
    kinds = {
        "patients": exits.event >= 0,
        "passed_elsewhere": is_here & (category[exits.row] == "passed_elsewhere"),
        "too_new": is_here & (category[exits.row] == "too_new"),
        "crossed_later": is_here & later[exits.row] & (category[exits.row] != "crossed"),
    }
    return {
        name: np.bincount(book.curve, weights=flags[book.account], minlength=book.curves).astype(float)
        for name, flags in kinds.items()
    }


def _spread(course: Course, book: Book, columns: Columns) -> pa.Table:
    """One row for each choice that shares a curve of the course."""
    size = len(course.counts.at_risk)
    which = np.flatnonzero((book.curve_of >= course.first) & (book.curve_of < course.first + size))
    own = book.curve_of[which] - course.first
    columns["left_before"] = columns["patients"] - columns["crossed"] - columns["ended"] - columns["censored"]
    named: dict[str, object] = dict(name_choices(book, which))
    named |= {"threshold_category": [course.threshold] * len(own), "clock_category": [course.clock] * len(own)}
    named |= {"curve_ordinal": book.curve_of[which]}
    for name in (*COUNTS, *TIMES, *RATIOS):
        named[name] = pa.array(columns[name][own], from_pandas=True).cast(SCHEMA.field(name).type)
    return pa.table(named, schema=SCHEMA)
