"""What is said about recovery: how much is recovered, how long it takes, and how accurate the estimates are."""

from typing import Any

import pandas as pd

from dashboard.components.denial_labels import BASIS_NAMES
from dashboard.formats import format_count, format_dollars, format_share


def say_days(days: Any) -> str:
    """Half and nine in ten of the recovered services, in days, with n; open ones are not among them."""
    recovered = int(days["recovered_services"])
    if not recovered:
        return "None of these are recovered so far, so there are no days to recovery."
    half, most = (format_count(int(days[column]), "day") for column in ("median_days", "ninetieth_days"))
    count = format_count(recovered, "recovered service")
    return f"**Half of the {count} took up to {half}, nine in ten up to {most}.** Open denials are not included."


def title_curves(pace: pd.DataFrame) -> str:
    """The message of the curves: what is recovered within a year, open denials counted while followed."""
    if pace.empty:
        return "No denied service was followed long enough for a curve"
    share = 1 - float(pace["remaining_ratio"].iloc[-1])
    last = int(pace["to_days"].iloc[-1])
    count = format_count(int(pace["at_risk_services"].iloc[0]), "service")
    return f"About {share:.0%} recovered within {last} days of the first denial (n {count}; open denials included)"


def say_quality(quality: pd.DataFrame) -> list[str]:
    """One sentence a basis: what recovered services were allowed against what was expected of them."""
    return [
        f"{BASIS_NAMES[str(row['estimate_basis'])]}: "
        f"{format_share(row['within_percent_services'], row['recovered_services'])} of the recovered services were "
        f"allowed within one percent of it; {format_dollars(row['estimated_cents'])} "
        f"expected, {format_dollars(row['recovered_allowed_cents'])} allowed."
        for _, row in quality.iterrows()
    ]
