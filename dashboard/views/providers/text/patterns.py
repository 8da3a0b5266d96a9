"""What the providers page says about each provider: KX at or over the threshold, early KX, and the category."""

from datetime import date
from typing import Any

import pandas as pd

from dashboard.formats import each_row, format_count, format_month, format_share

# The bars of a provider's months.
BARS = {
    "on_time_kx_lines": "KX at or over the threshold, or on the crossing visit",
    "near_early_kx_lines": "early KX near the threshold",
    "far_early_kx_lines": "early KX far from the threshold",
}


def title_split(found: pd.DataFrame) -> str:
    """The message of the split chart."""
    over = format_share(int(found["over_kx_lines"].sum()), int(found["over_lines"].sum()))
    early = format_share(int(found["early_kx_lines"].sum()), int(found["below_lines"].sum()))
    return f"KX on {over} of lines at or over the threshold; early KX on {early} of lines below it"


def title_lines(whose: str, month: date, bar: str) -> str:
    """What the opened list holds, so that its count and sum can be held against what was clicked."""
    return f"{whose} in {format_month(month)}: {BARS[bar]}"


def reason_of(row: Any) -> str:
    """Why a provider has its category, in one sentence with the numbers that decide."""
    everyone = f"KX on {row.kx_beneficiaries} of {format_count(row.beneficiaries, 'patient')}"
    if row.all_kx_category == "none":
        return f"{everyone}."
    early = f"{format_share(row.early_kx_lines, row.kx_lines)} of the KX lines are early"
    ends = {
        "red_flag": "half or more: 100% KX.",
        "watch": "half or more, but too few patients.",
        "explained": "less than half: expected (over threshold).",
    }
    not_judged = f" Of them {row.unjudged_kx_lines:,} cannot be judged." if row.unjudged_kx_lines else ""
    return f"{everyone}; {early}; {ends[row.all_kx_category]}{not_judged}"


def add_reasons(found: pd.DataFrame) -> pd.DataFrame:
    """The rows with the category in words and its reason instead of the code."""
    said = found.drop(columns=["all_kx_category", "below_kx_lines"])
    said.insert(1, "reason", [reason_of(row) for row in each_row(found)])
    return said
