"""What the funnel and the list of the providers page say: counts, intervals, chance, and how often chance errs."""

from typing import Any

import pandas as pd

from dashboard.formats import each_row, format_chance, format_count, format_ratio, format_share

MOST_REASONS = 5
EXPLAINED = " Most of the KX lines are at or over the threshold, where KX belongs (explained)."
RATES = {"kx_beneficiaries": "Any KX line", "below_kx_beneficiaries": "KX below the threshold"}


def is_spread(cell: "pd.Series[Any]") -> bool:
    """Whether the providers differ by more than chance, so that wider limits are shown."""
    return not pd.isna(cell["overdispersion_factor"]) and float(cell["overdispersion_factor"]) > 1


def title_funnel(rates: pd.DataFrame, rate_name: str) -> str:
    """The message of the funnel."""
    what = "KX" if rate_name == "kx_beneficiaries" else "KX below the threshold"
    if len(rates) == 1:
        return f"One provider: there is nobody to compare the share of patients with {what} with"
    above = int(rates["funnel_category"].isin(["above_inner", "above_outer"]).sum())
    far = int((rates["funnel_category"] == "above_outer").sum())
    return (
        f"{above} of {format_count(len(rates), 'provider')} put {what} on more patients than the 95% limit, "
        f"{far} than the 99.8% limit"
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
        f"Were all {providers} providers alike, chance alone would still put at least one outside the 95% limits "
        f"in {inner} of such comparisons, outside the 99.8% limits in {outer}."
    )
    if month is None:
        return said
    inner, outer = format_chance(month["twelve_inner_alarm_ratio"]), format_chance(month["twelve_outer_alarm_ratio"])
    return f"{said} Looked at month by month for a year: {inner} and {outer} of years."


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
    effect, lines, patients = cell["design_effect_factor"], int(cell["rated_lines"]), int(cell["rated_beneficiaries"])
    if pd.isna(effect) or effect <= 1:
        return "Patients are counted, not lines."
    return (
        f"Patients are counted, not lines: lines of one patient are near-copies, and {lines:,} lines of {patients:,} "
        f"patients tell as much as {round(lines / effect):,} independent ones (design effect {effect:.1f})."
    )


def mark_rates(rates: pd.DataFrame, listed: set[str], explained: set[str]) -> pd.DataFrame:
    """The rows with `mark`: on the list (whatever share is shown), KX on everyone explained, above a limit, other."""
    marks = []
    for npi, category in zip(rates["provider_npi"], rates["funnel_category"], strict=True):
        is_above = category in ("above_inner", "above_outer")
        marks.append(
            "listed" if npi in listed else "explained" if npi in explained else "above" if is_above else "other"
        )
    return rates.assign(mark=marks)


def title_list(rates: pd.DataFrame) -> str:
    """The message over the list."""
    listed = int(rates["is_listed"].sum())
    return (
        f"{listed} of {format_count(len(rates), 'provider')} to review more closely: "
        "KX below the threshold on more patients than chance explains"
    )


def reason_on_list(row: Any) -> str:
    """Why a provider is on the list: counts, interval, the others, chance."""
    share = format_share(row.rated_kx_beneficiaries, row.rated_beneficiaries)
    interval = f"{format_ratio(row.exact_low_ratio)} to {format_ratio(row.exact_high_ratio)}"
    others = format_share(row.others_kx_beneficiaries, row.others_beneficiaries)
    chance = format_chance(row.chance_ratio)
    return (
        f"KX below the threshold on {share} patients (95% interval {interval}), "
        f"{format_count(row.rated_kx_lines, 'line')}; with all others on {others}; "
        f"were the provider like them, so many or more would come in {chance} of cases."
    )


def write_reasons(listed: pd.DataFrame) -> str:
    """The first reasons as they are read, one a line; the table holds them all."""
    return "\n".join(f"- **{row.provider_name}**: {row.reason}" for row in each_row(listed.head(MOST_REASONS)))


def list_reasons(rates: pd.DataFrame, explained: set[str]) -> pd.DataFrame:
    """The listed rows with their reason, and the numbers in it; `explained` NPIs are told as such as well."""
    listed = rates[rates["is_listed"]].reset_index(drop=True)
    ends = [EXPLAINED if npi in explained else "" for npi in listed["provider_npi"]]
    reasons = [reason_on_list(row) + end for row, end in zip(each_row(listed), ends, strict=True)]
    listed.insert(0, "reason", reasons)
    columns = ["provider_name", "provider_npi", "reason", "rated_beneficiaries", "rated_kx_beneficiaries", "rate_ratio",
               "exact_low_ratio", "exact_high_ratio", "others_ratio", "adjusted_chance_ratio"]  # fmt: skip
    return listed[columns]
