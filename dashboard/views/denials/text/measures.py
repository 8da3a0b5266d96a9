"""What is said about standard measures: value, n and denominator of each."""

from typing import Any

import pandas as pd

from dashboard.formats import format_count, format_dollars, format_month, format_percent


def is_in_days(measure: Any) -> bool:
    """Whether a measure is a number of days; the others are shares."""
    return str(measure["kpi_unit"]) == "days"


def say_value(measure: Any) -> str:
    """The value of one month with its n: '4% (13 of 278 service lines)'."""
    part, whole, unit = int(measure["numerator_value"]), int(measure["denominator_value"]), str(measure["kpi_unit"])
    if is_in_days(measure):
        return f"{format_count(part, 'day')} (n {whole:,})"
    if unit == "US cents":
        return f"{format_percent(part, whole)} ({format_dollars(part)} of {format_dollars(whole)})"
    return f"{format_percent(part, whole)} ({part:,} of {whole:,} {unit})"


def title_trend(newest: Any, title: str) -> str:
    """The message of one trend: the newest complete month."""
    return f"{title}: {say_value(newest)} in {format_month(newest['kpi_month'])}"


def say_denominator(measure: "pd.Series[Any]") -> str:
    """What is divided by what, and what the measure cannot say."""
    numerator, denominator = str(measure["numerator"]), str(measure["denominator"])
    return f"{numerator[:1].upper()}{numerator[1:]}, of {denominator}. {measure['limits']}"
