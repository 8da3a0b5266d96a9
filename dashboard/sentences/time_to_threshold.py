"""The reading desk for time to threshold: when a caseload gets there, or that fewer than half do."""

import pandas as pd

from dashboard.formats import format_count, format_percent

CHECKPOINT = {"days": 90, "visits": 20}
UNIT = {"days": "day", "visits": "visit"}


def say_time(course: pd.DataFrame, clock: str) -> str:
    """The answer: the day by which half had crossed, or how many get there at all. One group, at least one row."""
    patients = int(course["patients"].iloc[0])
    crossed = int(course["crossed_so_far"].iloc[-1])
    half = course[course["crossed_ratio"] >= 0.5]
    share = format_count(patients, "patient")
    if len(half):
        return f"Half of {share} crossed the KX threshold by {UNIT[clock]} {int(half['elapsed'].iloc[0])}."
    estimate = f"{float(course['crossed_ratio'].iloc[-1]):.0%}"
    return f"Fewer than half get there: {crossed:,} of {share} crossed so far, an estimated {estimate} in the end."


def say_outcomes(course: pd.DataFrame, elsewhere: int) -> str:
    """Everyone accounted for: crossed, ended care, still watched."""
    last = course.iloc[-1]
    words = (
        f"Of {format_count(int(last['patients']), 'patient')}, {int(last['crossed_so_far']):,} crossed, "
        f"{int(last['ended_so_far']):,} ended care first and {int(last['censored_so_far']):,} were still coming "
        "when the watching stopped (data-through date or end of the year)."
    )
    if elsewhere:
        words += f" {elsewhere:,} more passed the threshold by use elsewhere alone, on a day that nobody knows."
    return words


def title_incidence(course: pd.DataFrame, clock: str) -> str:
    """The message of the chart: the share by a round day, and by the end."""
    reached = course[course["elapsed"] <= CHECKPOINT[clock]]
    early = float(reached["crossed_ratio"].iloc[-1]) if len(reached) else 0.0
    last = course.iloc[-1]
    patients = int(last["patients"])
    return (
        f"{early:.0%} of {format_count(patients, 'patient')} cross within {CHECKPOINT[clock]} {clock}, "
        f"{float(last['crossed_ratio']):.0%} by {UNIT[clock]} {int(last['elapsed'])}"
    )


def title_groups(courses: pd.DataFrame, names: dict[str, str]) -> str:
    """The message of a comparison: each group's counts, not a ranking."""
    ends = courses.groupby("group_name", sort=False).last()
    parts = [
        f"{names[str(group)]}: {format_percent(int(end['crossed_so_far']), int(end['patients']))} "
        f"({int(end['crossed_so_far']):,} of {int(end['patients']):,}) crossed so far"
        for group, end in ends.iterrows()
    ]
    return "; ".join(parts)
