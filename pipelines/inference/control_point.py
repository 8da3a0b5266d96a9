"""Monthly shares with their control limits, by practice, clinic and provider, and the rules that each month meets.

grain:  one row per subject, measure and month of service with a denominator
key:    subject_category, subject_npi, measure_name, service_month
units:  both values are counts; _ratio is 0 to 1 (null: no limits); sigma_factor is Laney's sigma of z, 1 = pure chance
source: ledger.course_count, ledger.annotation, reference.control_rule, reference.rule_parameter
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
    Flags,
    Floats,
    Limits,
    assign_stretches,
    compute_false_alarm,
    compute_limits,
    find_beyond,
    find_one_side,
    find_outside,
    find_trend,
    has_enough_events,
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
        ("sigma_factor", pa.float64()),
        ("has_wide_limits", pa.bool_()),
        ("false_alarm_ratio", pa.float64()),
        ("rule_codes", pa.string()),
    ]
)
_SUBJECT = ("subject_category", "subject_npi", "measure_name")

Row = dict[str, Any]
Rules = tuple[list[Row], int]
"""The rows of the list, and how many events a month must be expected to have before rules on runs are used."""


def infer(counts: pa.Table, annotations: pa.Table, rules: pa.Table, parameters: pa.Table) -> pa.Table:
    """The points of every subject and measure; limits only where enough complete months have a denominator."""
    asked = counts.filter(pc.greater(counts["denominator_value"], 0)).to_pylist()
    steps = [row for row in annotations.to_pylist() if row["step_month"] is not None]
    numbers = read_rules(parameters)
    minimum, expected = numbers["control_minimum_points"], numbers["control_minimum_expected"]
    points = [
        point
        for _, rows in groupby(sorted(asked, key=_order), key=lambda row: _order(row)[:3])
        for point in _judge_course(list(rows), steps, (rules.to_pylist(), expected), minimum)
    ]
    return pa.Table.from_pylist(points, schema=SCHEMA)


def _order(row: Row) -> tuple[str, str, str, Any]:
    return row["subject_category"], row["subject_npi"] or "", row["measure_name"], row["service_month"]


def _judge_course(rows: list[Row], steps: list[Row], rules: Rules, minimum: int) -> Iterator[Row]:
    """One course: stretches of complete months, each under its limits; months still coming in are only shown."""
    complete = [row for row in rows if row["is_complete"]]
    months = np.array([row["service_month"].toordinal() for row in complete], np.int64)
    cuts = [row["step_month"].toordinal() for row in steps if _is_about(row, rows[0])]
    stretches, is_baseline = assign_stretches(months, np.array(cuts, np.int64), minimum)
    for ordinal in np.unique(stretches):
        own = np.flatnonzero(stretches == ordinal)
        yield from _judge_stretch([complete[place] for place in own], int(ordinal), is_baseline[own], rules)
    yield from (_show(row) for row in rows if not row["is_complete"])


def _is_about(step: Row, row: Row) -> bool:
    """What happened to the whole practice happened to every clinic and provider."""
    same = (step["subject_category"], step["subject_npi"]) == (row["subject_category"], row["subject_npi"])
    return step["subject_category"] == "practice" or same


def _judge_stretch(rows: list[Row], ordinal: int, is_baseline: Flags, rules: Rules) -> Iterator[Row]:
    if ordinal == 0:
        yield from map(_show, rows)
        return
    events = np.array([row["numerator_value"] for row in rows], float)
    trials = np.array([row["denominator_value"] for row in rows], float)
    limits = compute_limits(events, trials, is_baseline)
    codes = _apply_rules(events, trials, limits, rules)
    alarm = compute_false_alarm(trials, limits)
    for place, row in enumerate(rows):
        yield _show(row) | {
            "stretch_ordinal": ordinal,
            "centre_ratio": limits.centre,
            "lower_ratio": float(limits.lower[place]),
            "upper_ratio": float(limits.upper[place]),
            "sigma_factor": None if np.isnan(limits.sigma_factor) else limits.sigma_factor,
            "has_wide_limits": limits.is_widened,
            "false_alarm_ratio": None if limits.is_widened else float(alarm[place]),
            "rule_codes": codes[place],
        }


def _show(row: Row) -> Row:
    """The point itself, without limits."""
    kept = {name: row[name] for name in (*_SUBJECT, "service_month", "numerator_value", "denominator_value")}
    share = row["numerator_value"] / row["denominator_value"]
    return {**kept, "point_ratio": share, "is_complete": row["is_complete"], "has_wide_limits": False, "rule_codes": ""}


def _apply_rules(events: Floats, trials: Floats, limits: Limits, rules: Rules) -> list[str]:
    """For each point the codes of the rules it meets, in the order of the list, separated by commas."""
    listed, expected = rules
    is_symmetric = has_enough_events(trials, limits, expected)
    used = [rule for rule in listed if rule["pattern_category"] == "outside" or is_symmetric]
    found = [(rule["rule_code"], _find(events, trials, limits, rule)) for rule in used]
    return [",".join(code for code, hits in found if hits[place]) for place in range(len(trials))]


def _find(events: Floats, trials: Floats, limits: Limits, rule: Row) -> Flags:
    if rule["pattern_category"] == "outside":
        return find_outside(events, trials, limits)
    if rule["pattern_category"] == "beyond":
        return find_beyond(events / trials, limits, rule["sigma_value"], rule["points_value"], rule["window_value"])
    if rule["pattern_category"] == "side":
        return find_one_side(events / trials, limits, rule["window_value"])
    return find_trend(events / trials, rule["window_value"])
