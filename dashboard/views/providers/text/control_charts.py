"""Texts of the Trend tab: whether anything changed, said without a reason that nobody knows."""

from typing import Any

import pandas as pd

from dashboard.formats import format_count, format_month, format_share

MEASURES = {"early_kx_patients": "Early KX, new patients", "missing_kx_lines": "Missing KX"}
UNITS = {
    "early_kx_patients": "of newly started patients have early KX in their first month",
    "missing_kx_lines": "of lines that need KX have none",
}
LINES_ONLY = (
    "No limits: the lines of one patient are alike and run through many months, so how often limits would be passed by "
    "accident is not known."
)
SHORT = "no limits, fewer than {minimum} complete months"
NO_CHANGE, CHANGE = "no statistically significant change", "statistically significant change"


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


def title_trend(name: str, points: pd.DataFrame, rules: dict[str, str], minimum: int) -> str:
    """The message of one trend: what changed, or that nothing did; the name alone where it cannot be judged."""
    if points["centre_ratio"].isna().all():
        is_short = points["is_complete"].sum() < minimum
        return f"{name}: {SHORT.format(minimum=minimum)}" if is_short else f"{name}: no limits"
    changes = find_changes(points)
    if not changes:
        return f"{name}: {NO_CHANGE}"
    code, first, last = changes[-1]
    return f"{name}: {rules.get(code, code)} ({say_span(first, last)})"


def answer_trend(trends: dict[str, pd.DataFrame], measure: str, minimum: int) -> str:
    """Whether anything changed, over all trends that are shown."""
    if measure == "missing_kx_lines":
        return f"{MEASURES[measure]} by month"
    judged = {name: points for name, points in trends.items() if points["centre_ratio"].notna().any()}
    if not judged:
        longest = max(int(points["is_complete"].sum()) for points in trends.values())
        return (
            f"{MEASURES[measure]}: too early to tell a change. Limits need {minimum} complete months in which patients "
            f"started; there are {longest} at most."
        )
    changed = [name for name, points in judged.items() if find_changes(points)]
    only = next(iter(judged))
    shown = only[:1].lower() + only[1:] if only.startswith("The ") else only
    shown = shown if len(judged) == 1 else f"{len(judged)} trends"
    if not changed:
        return f"{MEASURES[measure]}: {NO_CHANGE} for {shown}."
    if len(judged) == 1:
        return f"{MEASURES[measure]}: {CHANGE} for {shown}."
    return f"{MEASURES[measure]}: {CHANGE} in {len(changed)} of {shown} ({'; '.join(changed)})."


def say_limits(points: pd.DataFrame, measure: str) -> str:
    """What the limits promise and whether a yearly rhythm is removed; why there are none for shares of lines."""
    if measure == "missing_kx_lines":
        return LINES_ONLY
    limited = points.dropna(subset=["centre_ratio"])
    if limited.empty:
        return ""
    last = limited.iloc[-1]
    rhythm = "is removed" if last["is_rhythm_removed"] else "is not removed: under two years of data"
    return (
        f"{format_count(int(last['denominator_value']), 'new patient')} in {format_month(last['service_month'])}. "
        f"A yearly rhythm {rhythm}. Each patient counts once, in the first month."
    )


def title_month(name: str, measure: str, point: Any) -> str:
    """What the opened lines are: the number that was clicked stands in it."""
    part, whole, month = int(point["numerator_value"]), int(point["denominator_value"]), point["service_month"]
    where = f"{name}, {format_month(month)}"
    if measure == "early_kx_patients":
        return f"{where}: early KX lines of {format_count(part, 'newly started patient')} (of {whole:,})"
    return f"{where}: lines that need KX and have none ({format_share(part, whole)})"
