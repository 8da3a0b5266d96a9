"""Whether pools, clinics, providers or years under one filter cross at one pace: log-rank tests of those still coming.

grain:  one row per span of years, pool, clinic and provider, what is compared, threshold and clock; none without a test
key:    first_year, last_year, pool, payee_npi, provider_npi, compare_category, threshold_category, clock_category
units:  counts are groups or accounts; log_rank_score is a chi-squared statistic; p_value_ratio 0..1
source: mart.time_account, mart.crossing_provider, ledger.period, reference.rule_parameter

Decision 0154.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._rules import read_rules
from pipelines.inference._time_courses import CHUNK, Course, read_book, read_exits, walk_courses
from pipelines.inference._time_groups import EVERY, Book, Choice, name_choices
from pipelines.statistics.log_rank import LogRank, compare_paces, expect_events

# Whole numbers of accounts: in a large practice these tables would need gigabytes as 64 bits each.
Counted = NDArray[np.int32]
Integers = NDArray[np.int64]
Comparison = tuple[int, str, list[int]]
Test = tuple[Integers, int, LogRank]
COMPARED = ("pool", "clinic", "provider")
SCHEMA = pa.schema(
    [(name, pa.int64()) for name in ("first_year", "last_year")]
    + [(name, pa.string()) for name in ("pool", "payee_npi", "provider_npi")]
    + [(name, pa.string()) for name in ("compare_category", "threshold_category", "clock_category")]
    + [(name, pa.int64()) for name in ("groups", "groups_left_out", "crossed", "shared_patients")]
    + [("log_rank_score", pa.float64()), ("degrees_of_freedom", pa.int64()), ("p_value_ratio", pa.float64())]
)


@dataclass(frozen=True)
class Pace:
    """How many crossed, and how many were at risk of it, in each curve (rows) at each time (columns)."""

    threshold: str
    clock: str
    crossed: Counted
    at_risk: Counted


def infer(accounts: pa.Table, links: pa.Table, periods: pa.Table, parameters: pa.Table) -> pa.Table:
    """The tests of all choices that can be split in two groups with enough events each."""
    book = read_book(accounts, links, periods)
    if book is None:
        return SCHEMA.empty_table()
    rules = read_rules(parameters)
    compared = list(_list_comparisons(book))
    different, which = _list_different(book, compared)
    found = [SCHEMA.empty_table()]
    for pace in _gather(walk_courses(accounts, book, rules["time_minimum_at_risk"])):
        event = read_exits(accounts, book, pace.threshold).event
        patients = np.bincount(book.curve[event[book.account] >= 0], minlength=book.curves)
        tested = _test(different, pace, rules["time_minimum_events"])
        tests = [tested[number] for number in which]
        found.append(_tabulate(book, compared, tests, patients, pace))
    return pa.concat_tables(found)


def _list_comparisons(book: Book) -> Iterator[Comparison]:
    """Every choice that leaves something open, what is open, and its parts (all numbers of choices)."""
    parts: dict[tuple[Choice, str], list[int]] = defaultdict(list)
    spans = sorted({(choice.first_year, choice.last_year) for choice in book.choices})
    for number, choice in enumerate(book.choices):
        for part in _list_wholes(choice, spans):
            parts[part].append(number)
    numbers = {choice: number for number, choice in enumerate(book.choices)}
    for (whole, name), some in parts.items():
        if len(some) > 1:
            yield numbers[whole], name, some


def _list_wholes(choice: Choice, spans: list[tuple[int, int]]) -> Iterator[tuple[Choice, str]]:
    """The choices that this one is a part of: one filter lifted, or more years around its only one."""
    for name in COMPARED:
        if getattr(choice, name) != EVERY:
            yield choice._replace(**{name: EVERY}), name
    for first, last in spans:
        if choice.first_year == choice.last_year and first <= choice.first_year <= last and first < last:
            yield choice._replace(first_year=first, last_year=last), "year"


def _list_different(book: Book, compared: list[Comparison]) -> tuple[list[Integers], list[int]]:
    """The sets of different curves, each once whatever the filters, and which of them each comparison is about."""
    sets: dict[bytes, Integers] = {}
    names = []
    for _, _, some in compared:
        curves = np.unique(book.curve_of[some])
        names.append(curves.tobytes())
        sets[names[-1]] = curves
    places = {name: place for place, name in enumerate(sets)}
    return list(sets.values()), [places[name] for name in names]


def _gather(courses: Iterator[Course]) -> Iterator[Pace]:
    """What happened in all curves of one threshold and clock, of which nothing but two small tables is kept."""
    for (threshold, clock), some in groupby(courses, key=lambda course: (course.threshold, course.clock)):
        kept = [
            (counts.crossed.astype(np.int32), (counts.at_risk * counts.started).astype(np.int32))
            for counts in (course.counts for course in some)
        ]
        crossed, at_risk = (np.concatenate(part) for part in zip(*kept, strict=True))
        yield Pace(threshold, clock, crossed, at_risk)


def _test(different: list[Integers], pace: Pace, least: int) -> list[Test | None]:
    """The test of each set of curves, largest sets first and those of one size together; none of fewer than two curves.

    Curves of which fewer crossings than `least` would be expected are left out: what is left comes again by its size.
    """
    found: list[Test | None] = [None] * len(different)
    crossed, left = pace.crossed.sum(axis=1), list(different)
    waiting: dict[int, list[int]] = defaultdict(list)
    for number, curves in enumerate(left):
        waiting[len(curves)].append(number)
    for size in range(max(waiting, default=0), 1, -1):
        asked = [number for number in waiting[size] if crossed[left[number]].sum() >= 2 * least]
        for start in range(0, len(asked), CHUNK // size + 1):
            numbers = asked[start : start + CHUNK // size + 1]
            for number, (curves, test) in zip(numbers, _compare([left[n] for n in numbers], pace, least), strict=True):
                left[number] = curves
                if test is None:
                    waiting[len(curves)].append(number)
                elif test.freedom:
                    found[number] = curves, int(crossed[curves].sum()), test
    return found


def _compare(sets: list[Integers], pace: Pace, least: int) -> Iterator[tuple[Integers, LogRank | None]]:
    """Sets of one size: each with its test, or what is left of it without a test."""
    curves = np.stack(sets)
    events, at_risk = (table[curves].astype(float) for table in (pace.crossed, pace.at_risk))
    is_enough = np.asarray(expect_events(events, at_risk) >= least)
    is_whole = np.asarray(is_enough.all(axis=1))
    tests = iter(compare_paces(events[is_whole], at_risk[is_whole]))
    for some, enough, whole in zip(curves, is_enough, is_whole, strict=True):
        yield some[enough], next(tests) if whole else None


def _tabulate(
    book: Book, compared: list[Comparison], tests: list[Test | None], patients: Integers, pace: Pace
) -> pa.Table:
    rows = []
    for (whole, name, some), test in zip(compared, tests, strict=True):
        if test is not None:
            curves = book.curve_of[some]
            tested = set(test[0].tolist())
            groups = sum(curve in tested for curve in curves.tolist())
            shared = int(patients[curves].sum() - patients[book.curve_of[whole]])
            statistic = (test[2].statistic, test[2].freedom, test[2].p_value)
            rows.append((whole, name, groups, len(some) - groups, test[1], shared, *statistic))
    if not rows:
        return SCHEMA.empty_table()
    wholes, names, *rest = zip(*rows, strict=True)
    columns: dict[str, object] = dict(name_choices(book, np.array(wholes)))
    columns |= {"compare_category": names, "threshold_category": [pace.threshold] * len(rows)}
    columns |= {"clock_category": [pace.clock] * len(rows)}
    columns |= dict(zip(SCHEMA.names[8:], rest, strict=True))
    return pa.table(columns, schema=SCHEMA)
