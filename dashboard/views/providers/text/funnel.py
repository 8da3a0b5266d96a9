"""What the funnel of the providers page says: how many are outside its limits, and how often chance errs."""

from typing import Any

import pandas as pd

from dashboard.formats import format_chance, format_count

RATES = {"kx_beneficiaries": "Any KX line", "early_kx_beneficiaries": "Early KX"}


def is_spread(cell: "pd.Series[Any]") -> bool:
    """Whether the providers vary more than equal ones would, so that wider limits are shown."""
    return not pd.isna(cell["overdispersion_factor"]) and float(cell["overdispersion_factor"]) > 1


def title_funnel(rates: pd.DataFrame, rate_name: str) -> str:
    """The message of the funnel."""
    what = "KX" if rate_name == "kx_beneficiaries" else "early KX"
    if len(rates) == 1:
        return f"One provider: no peers to compare the share of patients with {what}"
    above = int(rates["funnel_category"].isin(["above_inner", "above_outer"]).sum())
    far = int((rates["funnel_category"] == "above_outer").sum())
    return (
        f"Patients with {what}: {above} of {format_count(len(rates), 'provider')} above the 95% limit, "
        f"{far} above the 99.8% limit"
    )


def say_funnel(cell: "pd.Series[Any]", month: "pd.Series[Any] | None") -> str:
    """What the limits mean, how often chance alone crosses them, and why patients are counted and not lines."""
    parts = [say_alarms(cell, month), say_spread(cell), say_lines(cell)]
    return " ".join(part for part in parts if part)


def say_alarms(cell: "pd.Series[Any]", month: "pd.Series[Any] | None") -> str:
    """The false-alarm arithmetic in words."""
    providers = int(cell["providers"])
    if providers < 2:
        return ""
    inner, outer = format_chance(cell["inner_alarm_ratio"]), format_chance(cell["outer_alarm_ratio"])
    said = (
        f"If all {providers} providers were alike, chance alone would still put at least one outside the 95% limits "
        f"in {inner} of such comparisons, outside the 99.8% limits in {outer}."
    )
    if month is None:
        return said
    inner, outer = format_chance(month["twelve_inner_alarm_ratio"]), format_chance(month["twelve_outer_alarm_ratio"])
    return f"{said} Compared month by month for a year: {inner} and {outer} of years."


def say_spread(cell: "pd.Series[Any]") -> str:
    """How far the providers differ, where they do."""
    if not is_spread(cell):
        return ""
    times = float(cell["overdispersion_factor"])
    return (
        f"The providers vary {times:.1f} times as much as chance (overdispersion); "
        f"the faint lines are the limits widened for it by {times**0.5:.1f}."
    )


def say_lines(cell: "pd.Series[Any]") -> str:
    """The unit of inference with the design effect."""
    effect = cell["design_effect_factor"]
    if pd.isna(effect) or effect <= 1:
        return "Patients are counted, not lines."
    return f"Patients are counted, not lines: lines of one patient are much alike (design effect {effect:.1f})."


def mark_rates(rates: pd.DataFrame, known: dict[str, str]) -> pd.DataFrame:
    """The rows with `mark`: as `known` by NPI (listed, unjudged, explained), else above a limit, else other."""
    above = ("above_inner", "above_outer")
    pairs = zip(rates["provider_npi"], rates["funnel_category"], strict=True)
    return rates.assign(mark=[known.get(npi, "above" if category in above else "other") for npi, category in pairs])
