"""The reading desk for control charts: whether anything changed, said without a reason that nobody knows."""

from typing import Any

import pandas as pd

from dashboard.formats import format_count, format_month, format_share

MEASURES = {"early_kx_patients": "Early KX", "missing_kx_lines": "Missing KX"}
UNITS = {
    "early_kx_patients": "of patients with a line below the threshold have early KX",
    "missing_kx_lines": "of lines that need KX have none",
}
NO_LIMITS = "no limits: fewer than {minimum} complete months"


def find_changes(points: pd.DataFrame) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Each rule that is met with the first and the last of its months."""
    found: dict[str, list[pd.Timestamp]] = {}
    for month, codes in zip(points["service_month"], points["rule_codes"], strict=True):
        for code in filter(None, str(codes).split(",")):
            found.setdefault(code, []).append(month)
    return [(code, months[0], months[-1]) for code, months in found.items()]


def say_span(first: Any, last: Any) -> str:
    """Mar 2026, or Mar 2026 to Jun 2026."""
    return format_month(first) if first == last else f"{format_month(first)} to {format_month(last)}"


def title_course(name: str, points: pd.DataFrame, rules: dict[str, str], minimum: int) -> str:
    """The message of one small course: what changed, or that nothing did, or why that is not known."""
    if points["centre_ratio"].isna().all():
        return f"{name}: {NO_LIMITS.format(minimum=minimum)}"
    changes = find_changes(points)
    if not changes:
        return f"{name}: no change"
    code, first, last = changes[-1]
    return f"{name}: {rules.get(code, code)} ({say_span(first, last)})"


def answer_course(courses: dict[str, pd.DataFrame], measure: str, minimum: int) -> str:
    """Whether anything changed, over all courses that are shown."""
    judged = {name: points for name, points in courses.items() if points["centre_ratio"].notna().any()}
    if not judged:
        longest = max(int(points["is_complete"].sum()) for points in courses.values())
        return (
            f"{MEASURES[measure]}: nothing can be said about a change yet. Limits need {minimum} complete months, and "
            f"there are {longest} at most."
        )
    changed = [name for name, points in judged.items() if find_changes(points)]
    only = next(iter(judged))
    shown = only[:1].lower() + only[1:] if only.startswith("The ") else only
    shown = shown if len(judged) == 1 else f"{len(judged)} courses"
    if not changed:
        return f"{MEASURES[measure]}: no change for {shown}."
    if len(judged) == 1:
        return f"{MEASURES[measure]}: a change for {shown}."
    return f"{MEASURES[measure]}: {len(changed)} of {shown} changed more than chance explains ({'; '.join(changed)})."


def say_scatter(points: pd.DataFrame) -> str:
    """How much more the months of a course scatter than chance, and how often its limits give a false alarm."""
    limited = points.dropna(subset=["centre_ratio"])
    if limited.empty:
        return ""
    last = limited.iloc[-1]
    if last["has_wide_limits"]:
        return f"Months scatter {last['sigma_factor']:.1f} times as much as chance: the limits are that much wider."
    alarm = float(last["false_alarm_ratio"])
    once = f"{1000 * alarm:.0f} of 1,000 months" if alarm >= 0.0005 else "less than 1 of 1,000 months"
    return (
        f"With {int(last['denominator_value']):,} in a month, chance alone passes these limits in {once}; a month is "
        "marked only if the exact chance is as small as three standard errors promise."
    )


def title_month(name: str, measure: str, point: Any) -> str:
    """What the opened lines are: the number that was clicked stands in it."""
    part, whole, month = int(point["numerator_value"]), int(point["denominator_value"]), point["service_month"]
    where = f"{name}, {format_month(month)}"
    if measure == "early_kx_patients":
        return (
            f"{where}: early KX lines of {format_count(part, 'patient')} (of {whole:,} with a line below the threshold)"
        )
    return f"{where}: lines that need KX and have none ({format_share(part, whole)})"
