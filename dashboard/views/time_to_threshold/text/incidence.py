"""Texts of time to threshold: when half of the patients had crossed, or that fewer than half do."""

from typing import Any

import pandas as pd

from dashboard.formats import format_count, format_date, format_elapsed, format_percent

CHECKPOINT = {"days": 90, "visits": 20, "calendar": 182}
LEVEL = 0.05
AMOUNTS = {"kx": "the KX threshold", "medical_review": "the medical review threshold"}


def say_time(everyone: "pd.Series[Any]", clock: str, threshold: str) -> str:
    """The answer: when half had crossed, with its interval, or how many get there at all."""
    patients, crossed = int(everyone["patients"]), int(everyone["crossed"] or 0)
    amount = AMOUNTS[threshold]
    if not patients:
        return "No curve yet: no patient under these filters was followed long enough."
    if pd.isna(everyone["crossed_ratio"]):
        return f"Too few of {format_count(patients, 'patient')} were in treatment at one time for a curve by date."
    if not pd.isna(everyone["median_elapsed"]):
        when = format_elapsed(everyone["median_elapsed"], clock) + _say_median_limits(everyone, clock)
        return f"Half of {format_count(patients, 'patient')} crossed {amount} by {when}."
    if not crossed:
        return f"No crossing of {amount} so far ({format_count(patients, 'patient')} followed)."
    estimate = f"{float(everyone['crossed_ratio']):.0%} by {format_elapsed(everyone['last_elapsed'], clock)}"
    return (
        f"Fewer than half cross: {crossed:,} of {format_count(patients, 'patient')} crossed {amount} so far, "
        f"an estimated {estimate}{say_limits(everyone)}."
    )


def _say_median_limits(everyone: "pd.Series[Any]", clock: str) -> str:
    low, high = everyone["median_lower_elapsed"], everyone["median_upper_elapsed"]
    if pd.isna(low):
        return ""
    if pd.isna(high):
        return f" (95% interval: from {format_elapsed(low, clock)}, with no end yet)"
    return f" (95% interval: {format_elapsed(low, clock)} to {format_elapsed(high, clock)})"


def say_limits(row: "pd.Series[Any]") -> str:
    """' (95% interval 17% to 26%)', nothing where there is none."""
    low, high = row["crossed_lower_ratio"], row["crossed_upper_ratio"]
    return "" if pd.isna(low) else f" (95% interval {float(low):.0%} to {float(high):.0%})"


def say_outcomes(everyone: "pd.Series[Any]", end_of_care_days: int) -> str:
    """Everyone accounted for: crossed, ended care, still in treatment, and who is not in the curve."""
    if not int(everyone["patients"]):
        return _say_beside(everyone).strip()
    words = (
        f"Of {format_count(int(everyone['patients']), 'patient')}, {int(everyone['crossed']):,} crossed, "
        f"{int(everyone['ended']):,} ended care first and {int(everyone['censored']):,} were still in "
        f"treatment at cutoff: {end_of_care_days} days before the data-through date, or the end of the year."
    )
    return words + _say_beside(everyone)


def _say_beside(everyone: "pd.Series[Any]") -> str:
    """Those who are not in the curve, or not yet; nothing where there is nobody."""
    words = ""
    if left_before := int(everyone["left_before"]):
        words += f" {left_before:,} left before the curve begins, when few were in treatment."
    if later := int(everyone["crossed_later"]):
        words += f" {later:,} crossed after the cutoff."
    if too_new := int(everyone["too_new"]):
        words += f" {too_new:,} started after the cutoff and are not in the curve yet."
    if elsewhere := int(everyone["passed_elsewhere"]):
        words += f" {elsewhere:,} passed it by prior use alone, on an unknown date."
    return words


def title_incidence(curve: pd.DataFrame, clock: str) -> str:
    """The message of the chart: the share by a round day, and by the end."""
    reached = curve[curve["elapsed"] <= CHECKPOINT[clock]]
    early = float(reached["crossed_ratio"].iloc[-1]) if len(reached) else 0.0
    last = curve.iloc[-1]
    patients, end = format_count(int(last["patients"]), "patient"), format_elapsed(last["elapsed"], clock)
    checkpoint = CHECKPOINT[clock]
    within = f"by {format_elapsed(checkpoint, clock)}" if clock == "calendar" else f"within {checkpoint} {clock}"
    if last["elapsed"] <= CHECKPOINT[clock]:
        return f"{float(last['crossed_ratio']):.0%} of {patients} cross by {end}"
    return f"{early:.0%} of {patients} cross {within}, {float(last['crossed_ratio']):.0%} by {end}"


def title_groups(groups: pd.DataFrame, most: int) -> str:
    """The message of a comparison: each group's counts, not a ranking."""
    shown = groups.nlargest(most, "patients").sort_values("label")
    parts = [
        f"{group['label']}: {format_percent(int(group['crossed']), int(group['patients']))} "
        f"({int(group['crossed']):,} of {int(group['patients']):,}) crossed so far"
        for _, group in shown.iterrows()
    ]
    rest = len(groups) - len(shown)
    return "; ".join(parts) + (f"; {rest} with fewer patients are in the table" if rest else "")


def say_late(processed: Any, served: Any) -> str:
    """'processed Sep 27, 2026, date of service Jul 22, 2026' of a crossing by a late claim; else nothing."""
    return "" if pd.isna(processed) else f"processed {format_date(processed)}, date of service {format_date(served)}"


def say_test(found: pd.DataFrame, compare: str, groups: int) -> str:
    """What the log-rank test says of the `groups` that are there, and of how many comparisons it is one."""
    if groups < 2:
        return f"Only one {compare} under these filters: nothing to compare."
    if found.empty:
        return f"Too few crossings to compare: at least two {compare}s need five expected crossings each."
    test = found.iloc[0]
    p_value = float(test["p_value_ratio"])
    said = "p below 0.001" if p_value < 0.001 else f"p = {p_value:.2g}"
    compared = (
        f"log-rank test of {format_count(int(test['groups']), compare)}, {int(test['crossed']):,} crossings, {said}"
    )
    made = int(test["comparisons"])
    words = (
        f"A statistically significant difference in pace, allowing for all comparisons made ({compared})."
        if p_value * made < LEVEL
        else f"No statistically significant difference in pace, allowing for all comparisons made ({compared})."
    )
    words += (
        f" This is 1 of {format_count(made, 'comparison')} made of these patients, by amount, time scale and group."
    )
    if left_out := int(test["groups_left_out"]):
        words += f" {format_count(left_out, compare)} with fewer than five expected crossings left out."
    if shared := int(test["shared_patients"]):
        words += f" {format_count(shared, 'patient')} count in more than one, as if they were different people."
    return words


def say_kaplan_meier(everyone: "pd.Series[Any]", threshold: str) -> str:
    """What the plain method would have said of the same patients."""
    if pd.isna(everyone["crossed_ratio"]) or not int(everyone["crossed"]):
        return ""
    return (
        f"**What plain Kaplan-Meier would say here**: {float(everyone['kaplan_meier_ratio']):.0%} cross "
        f"{AMOUNTS[threshold]}, where the curve above says {float(everyone['crossed_ratio']):.0%}. It treats a patient "
        "whose care ended as one who may still cross, and so overstates the share that will."
    )
