"""What is said about where KX starts: the pattern that fits, and how many patients it explains."""

from typing import Any

import pandas as pd

from dashboard.components.labels import SIGNATURE_WORDS
from dashboard.formats import each_row, format_count, format_dollars_rounded, format_share

# What a reader acts on first.


def title_starts(signatures: pd.DataFrame) -> str:
    """The message of the chart: how many clinics and providers start KX in a pattern before the threshold."""
    said = []
    for one, rows in (
        ("clinic", signatures[signatures["is_clinic"]]),
        ("provider", signatures[~signatures["is_clinic"]]),
    ):
        early = int(rows["signature_category"].isin(["fixed_distance", "always_on"]).sum())
        if len(rows):
            said.append(f"at {early} of {format_count(len(rows), one)}" if one == "clinic" else
                        f"with {early} of {format_count(len(rows), one)}")  # fmt: skip
    return f"KX starts before the threshold, in a consistent pattern, {' and '.join(said)}"


def say_signature(row: Any) -> str:
    """One clinic or provider in a sentence, with the share of patients that the rule explains."""
    patients = format_count(int(row.kx_accounts), "patient")
    if row.signature_category == "too_few":
        return f"KX on {patients}: too few to name a pattern."
    explained = format_share(int(row.explained_accounts), int(row.asked_accounts))
    if row.signature_category == "mixed":
        return (
            f"No consistent pattern for KX on {patients}: {row.at_threshold_accounts} at the threshold, "
            f"{row.after_denial_accounts} after a CO-119 denial, {row.always_on_accounts} from the start, "
            f"{row.fixed_distance_accounts} at a fixed dollar amount{_say_where(row)}."
        )
    where = SIGNATURE_WORDS[row.signature_category]
    if row.signature_category == "fixed_distance":
        where = f"about {say_distance(row)} before the threshold"
    return f"KX starts {where}, in {explained} patients."


def say_distance(row: Any) -> str:
    """The found distance in dollars, '$399 to $424'."""
    low, high = format_dollars_rounded(row.distance_low_cents), format_dollars_rounded(row.distance_high_cents)
    return low if low == high else f"{low} to {high}"


def _say_where(row: Any) -> str:
    return "" if pd.isna(row.distance_low_cents) else f" ({say_distance(row)} before)"


def arrange_signatures(signatures: pd.DataFrame) -> pd.DataFrame:
    """The rows for the table: the sentence first, then the counts that it rests on."""
    said = signatures.copy()
    said.insert(0, "finding_said", [say_signature(row) for row in each_row(signatures)])
    columns = ["row_name", "signature_category", "finding_said", "accounts", "kx_accounts", "known_kx_accounts",
               "explained_ratio", "distance_low_cents", "distance_high_cents", "at_threshold_accounts",
               "after_denial_accounts", "always_on_accounts", "fixed_distance_accounts", "institutional_accounts",
               "institutional_kx_accounts"]  # fmt: skip
    return said[columns]


def say_unknown(signatures: pd.DataFrame, year: int | None) -> str:
    """Which years are counted, how much is known of prior use, and what stands apart."""
    clinics = signatures[signatures["is_clinic"]]
    rows = clinics if len(clinics) else signatures
    kx, known = int(rows["kx_accounts"].sum()), int(rows["known_kx_accounts"].sum())
    when = f"of {year}" if year else "of all years"
    prior = f"Prior use was known for {format_share(known, kx)} with KX."
    said = f"Patients {when}, counted by threshold category and year. {prior}"
    apart = int(rows["institutional_accounts"].sum())
    if apart:
        said += (
            f" {format_count(apart, 'institutional patient')} shown separately: KX on every line is customary there."
        )
    return said


def title_patients(count: int, name: str, place: str) -> str:
    """What the opened list holds."""
    return f"{name}{place}: {format_count(count, 'patient')} with KX, by threshold category and year"
