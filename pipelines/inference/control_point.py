"""Monthly shares with their control limits, by practice, clinic and provider, and the rules that each month meets.

grain:  one row per subject, measure and month of service with a denominator
key:    subject_category, subject_npi, measure_name, service_month
units:  both values are counts; _ratio is 0 to 1 (null: no limits); false_alarm_ratio is a chance
source: ledger.course_count, ledger.annotation, reference.control_rule, reference.rule_parameter

Decisions 0039 and 0088.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.inference._rules import read_rules
from pipelines.statistics.control_chart import (
    Course,
    Flags,
    assign_stretches,
    compute_last_tails,
    compute_limits,
    fit_rhythm,
)

SCHEMA = pa.schema(
    [
        ("subject_category", pa.string()),
        ("subject_npi", pa.string()),
        ("measure_name", pa.string()),
        ("service_month", pa.date32()),
        ("numerator_value", pa.int64()),
        ("denominator_value", pa.int64()),
        ("point_ratio", pa.float64()),
        ("is_complete", pa.bool_()),
        ("stretch_ordinal", pa.int64()),
        ("centre_ratio", pa.float64()),
        ("lower_ratio", pa.float64()),
        ("upper_ratio", pa.float64()),
        ("is_rhythm_removed", pa.bool_()),
        ("false_alarm_ratio", pa.float64()),
        ("rule_codes", pa.string()),
    ]
)
_SUBJECT = ("subject_category", "subject_npi", "measure_name")

Row = dict[str, Any]
Numbers = dict[str, int]


def infer(counts: pa.Table, annotations: pa.Table, rules: pa.Table, parameters: pa.Table) -> pa.Table:
    """The points of every subject and measure; limits only where months are independent and there are enough."""
    asked = counts.filter(pc.greater(counts["denominator_value"], 0)).to_pylist()
    steps = [row for row in annotations.to_pylist() if row["step_month"] is not None]
    windows = {row["rule_code"]: row["window_value"] for row in rules.to_pylist()}
    numbers = read_rules(parameters)
    points = [
        point
        for _, rows in groupby(sorted(asked, key=_order), key=lambda row: _order(row)[:3])
        for point in _judge_course(list(rows), steps, windows, numbers)
    ]
    return pa.Table.from_pylist(points, schema=SCHEMA)


def _order(row: Row) -> tuple[str, str, str, Any]:
    return row["subject_category"], row["subject_npi"] or "", row["measure_name"], row["service_month"]


def _judge_course(rows: list[Row], steps: list[Row], windows: Numbers, numbers: Numbers) -> Iterator[Row]:
    """One course: stretches of complete months, each under its limits; other months are only shown."""
    if not rows[0]["is_independent"]:
        yield from map(_show, rows)
        return
    complete = [row for row in rows if row["is_complete"]]
    months = np.array([row["service_month"].toordinal() for row in complete], np.int64)
    cuts = [row["step_month"].toordinal() for row in steps if _is_about(row, rows[0])]
    minimum = numbers["control_minimum_points"]
    stretches, is_baseline = assign_stretches(months, np.array(cuts, np.int64), minimum)
    tail = numbers["control_month_permille"] / 2000 / max(len(complete), 1)
    for ordinal in np.unique(stretches):
        own = np.flatnonzero(stretches == ordinal)
        chosen = [complete[place] for place in own]
        if ordinal == 0:
            yield from map(_show, chosen)
            continue
        course = _read_course(chosen, is_baseline[own], windows["last_months"], numbers["control_rhythm_months"])
        is_changed = ordinal == stretches[-1] and _has_changed(course, windows["last_months"], numbers)
        yield from _judge_stretch(chosen, int(ordinal), course, tail, windows["last_months"] if is_changed else 0)
    yield from (_show(row) for row in rows if not row["is_complete"])


def _is_about(step: Row, row: Row) -> bool:
    """What happened to the whole practice happened to every clinic and provider."""
    same = (step["subject_category"], step["subject_npi"]) == (row["subject_category"], row["subject_npi"])
    return step["subject_category"] == "practice" or same


def _read_course(rows: list[Row], is_baseline: Flags, window: int, rhythm_months: int) -> Course:
    """The counts of a stretch, with its yearly rhythm where two years are there to see it."""
    events = np.array([row["numerator_value"] for row in rows], np.int64)
    trials = np.array([row["denominator_value"] for row in rows], np.int64)
    if is_baseline.sum() < rhythm_months:
        return Course(events, trials, is_baseline)
    months = np.array([row["service_month"].month for row in rows])
    used = is_baseline.copy()
    used[-window:] = False
    return Course(events, trials, is_baseline, fit_rhythm(events, trials, months, used))


def _has_changed(course: Course, window: int, numbers: Numbers) -> bool:
    """Whether the newest months together differ from those before."""
    few, many = compute_last_tails(course, window)
    return few <= numbers["control_last_fall_permille"] / 1000 or many <= numbers["control_last_rise_permille"] / 1000


def _judge_stretch(rows: list[Row], ordinal: int, course: Course, tail: float, changed: int) -> Iterator[Row]:
    limits = compute_limits(course, tail)
    for place, row in enumerate(rows):
        is_last = place >= len(rows) - changed
        codes = [("beyond_limits", limits.is_outside[place]), ("last_months", is_last)]
        yield _show(row) | {
            "stretch_ordinal": ordinal,
            "centre_ratio": float(limits.centre[place]),
            "lower_ratio": float(limits.lower[place]),
            "upper_ratio": float(limits.upper[place]),
            "is_rhythm_removed": course.rhythm is not None,
            "false_alarm_ratio": float(limits.false_alarm[place]),
            "rule_codes": ",".join(code for code, is_met in codes if is_met),
        }


def _show(row: Row) -> Row:
    """The point itself, without limits."""
    kept = {name: row[name] for name in (*_SUBJECT, "service_month", "numerator_value", "denominator_value")}
    share = row["numerator_value"] / row["denominator_value"]
    return {
        **kept, "point_ratio": share, "is_complete": row["is_complete"], "is_rhythm_removed": False, "rule_codes": ""
    }  # fmt: skip
