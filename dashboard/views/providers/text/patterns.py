"""What the providers page says: who puts KX on everyone, and whether that is explained."""

from typing import Any

import pandas as pd

from dashboard.formats import each_row, format_count, format_date, format_month, format_percent, format_share


def answer_providers(found: pd.DataFrame) -> str:
    """The first sentence: how many providers put KX on every patient, and how much of it is below the threshold."""
    everyone = found[found["all_kx_category"] != "none"]
    flagged = found[found["all_kx_category"] == "red_flag"]
    if everyone.empty:
        return f"None of {format_count(len(found), 'provider')} puts KX on every patient."
    verb = "puts" if len(everyone) == 1 else "put"
    start = f"{len(everyone)} of {format_count(len(found), 'provider')} {verb} KX on every patient"
    if flagged.empty:
        return f"{start}; none of them needs review, because {_why_not(everyone)}."
    below, lines = int(flagged["below_kx_lines"].sum()), int(flagged["kx_lines"].sum())
    return (
        f"{start}; {format_count(len(flagged), 'provider')} to review, "
        f"with {format_share(below, lines)} KX lines below the threshold."
    )


def _why_not(everyone: pd.DataFrame) -> str:
    if (everyone["all_kx_category"] == "explained").all():
        return "most of their KX lines are at or over the threshold"
    return "they have few patients, or most of their KX lines are at or over the threshold"


def change_providers(now: "pd.Series[Any]", before: "pd.Series[Any]", previous_month_end: Any) -> str:
    """The second sentence: the same count from what was paid by the last day of the month before."""
    share = format_percent(int(before["below_kx_lines"]), int(before["kx_lines"]))
    share_now = format_percent(int(now["below_kx_lines"]), int(now["kx_lines"]))
    return (
        f"By {format_date(previous_month_end)}: {int(before['flagged_providers'])} to review of "
        f"{format_count(int(before['providers']), 'provider')} (now {int(now['flagged_providers'])} of "
        f"{int(now['providers'])}); KX lines below the threshold {share} (now {share_now}), over all providers."
    )


def title_split(found: pd.DataFrame) -> str:
    """The message of the split chart."""
    over = format_share(int(found["over_kx_lines"].sum()), int(found["over_lines"].sum()))
    below = format_share(int(found["below_kx_lines"].sum()), int(found["below_lines"].sum()))
    return f"KX stands on {over} lines at or over the threshold, and on {below} lines below it"


def title_lines(narrowed: dict[str, Any]) -> str:
    """What the opened list holds, so that its count and sum can be held against what was clicked."""
    whose = "Lines of this patient" if "beneficiary_key" in narrowed else "Lines of this provider"
    if "service_month" not in narrowed:
        return whose
    side = "below the threshold" if narrowed["position"] == "below" else "at or over the threshold"
    return f"KX {whose[0].lower()}{whose[1:]} in {format_month(narrowed['service_month'])}, {side}"


def reason_of(row: Any) -> str:
    """Why a provider has its category, in one sentence with the numbers that decide."""
    everyone = f"KX on {row.kx_beneficiaries} of {format_count(row.beneficiaries, 'patient')}"
    if row.all_kx_category == "none":
        return f"{everyone}."
    below = f"{format_share(row.below_kx_lines, row.kx_lines)} of the KX lines below the threshold"
    ends = {
        "red_flag": "half or more: to review.",
        "watch": "half or more, but too few patients for a flag.",
        "explained": "less than half: explained.",
    }
    return f"{everyone}; {below}; {ends[row.all_kx_category]}"


def add_reasons(found: pd.DataFrame) -> pd.DataFrame:
    """The rows with the category in words and its reason instead of the code."""
    said = found.drop(columns="all_kx_category")
    said.insert(1, "reason", [reason_of(row) for row in each_row(found)])
    return said
