"""What is said about official measures: values in words, what was counted, and what the files cannot tell."""

from typing import Any

import pandas as pd

from dashboard.formats import format_count, format_date, format_dollars, format_share

FAMILIES = {
    "cbr": "Comparative Billing Reports of CMS (2015, 2017), lines with GP only",
    "oei": "OIG OEI-04-09-00540 (2010), questionable billing",
    "statute": "Review factors of the statute, 42 USC 1395l(g)(5)(E)(ii)",
}
UNKNOWN = "cannot be known from your files"
MEAN_UNITS = {"cbr_minutes_per_visit": "minutes", "oei_kx_services": "services"}
UPPER_BOUND = (
    "An upper bound of the provider's own time: assistants' lines are billed under the same NPI, several patients"
    " can be treated at once, and a unit is a rounded quarter hour."
)
ABOUT = (
    "All clinics, threshold categories and payers of the chosen provider; filtered by period only. No benchmark is "
    "shown: CMS compared providers with their state and the nation, and no file here holds those figures. Intervals "
    "are exact (95%) and take each patient, day or service as independent; services and days of the same patients are "
    "not, so theirs are too narrow."
)


def say_value(row: Any) -> str:
    """The value of one measure with its n, or that it cannot be known."""
    part, whole = row["numerator_value"], row["denominator_value"]
    if pd.isna(whole) or not whole:
        return UNKNOWN if row["value_category"] == "unknown" else "nothing to measure in this period"
    part, whole = int(part), int(whole)
    if row["value_category"] == "money":
        return f"{format_dollars(row['value_cents'])} (n {whole:,})"
    if row["value_category"] == "mean":
        return f"{row['value_factor']:.1f} {MEAN_UNITS[row['measure_code']]} (n {whole:,})"
    return format_share(part, whole)


def say_interval(row: Any) -> str:
    """The exact interval of a share, '29% to 49%'; empty where there is none."""
    if row["value_category"] != "share" or pd.isna(row["exact_low_ratio"]):
        return ""
    return f"{row['exact_low_ratio']:.0%} to {row['exact_high_ratio']:.0%}"


def say_parts(row: Any) -> str:
    """What is divided by what."""
    return f"{row['numerator']}, of {row['denominator']}" if row["denominator"] else ""


def say_factor(row: Any, first_service: Any) -> str:
    """One review factor on the card: its data and interval, and what cannot be known."""
    if row["measure_code"] == "statute_new":
        known = f"The first service in these files is on {format_date(first_service)}."
        return f"{UNKNOWN[:1].upper()}{UNKNOWN[1:]}. {known}"
    value, interval = say_value(row), say_interval(row)
    if value.startswith("nothing"):
        return f"{UNKNOWN[:1].upper()}{UNKNOWN[1:]} in this period."
    counted = say_parts(row)
    if row["measure_code"] == "statute_peers":
        counted += "; how KX compares with the other providers is on the other tabs of this page"
    return f"{value}{f', 95% interval {interval}' if interval else ''}: {counted}."


def title_days(days: pd.DataFrame, limit_minutes: int) -> str:
    """The message over the long days: how many, of how many providers."""
    hours = limit_minutes // 60
    if days.empty:
        return f"No day with more than {hours} hours of timed units under one rendering NPI"
    providers = format_count(days["provider_npi"].nunique(), "provider")
    counted = format_count(len(days), "day")
    return f"{counted} with more than {hours} hours of timed units under one rendering NPI ({providers})"


def title_day(name: str, day: Any, lines: pd.DataFrame) -> str:
    """What the opened lines are; their minutes add up to the number that was clicked."""
    minutes = int(lines["timed_minutes"].sum())
    return f"{name}, {format_date(day)}: {format_count(len(lines), 'line')}, {minutes:,} timed minutes"


def title_lines(row: Any, total: Any) -> str:
    """What the opened lines are, with every count that the measure is made of."""
    counts = [
        format_count(int(total["lines"]), "line"),
        format_count(int(total["beneficiaries"]), "patient"),
        format_count(int(total["visits"]), "visit"),
        f"{float(total['paid_units']):,.0f} units",
        f"{format_dollars(total['allowed_cents'])} allowed",
    ]
    return f"{row['title']}: {', '.join(counts)}"
