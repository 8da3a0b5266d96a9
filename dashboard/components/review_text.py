"""What the review list says: who is on it, for which reason, and the numbers behind it."""

from typing import Any

import pandas as pd

from dashboard.formats import each_row, format_count, format_date, format_ratio, format_share

ALL_KX = "100% KX"
EARLY_KX = "early KX above peers"
MOST_EVIDENCE = 5


def name_reasons(row: Any) -> str:
    """The reasons of one row: '100% KX', 'early KX above peers' or both."""
    flags = ((row.has_all_kx_reason, ALL_KX), (row.has_early_kx_reason, EARLY_KX))
    return "; ".join(name for has_reason, name in flags if has_reason)


def say_evidence(row: Any) -> str:
    """The numbers behind the reasons, early lines far from the threshold first."""
    said = []
    if row.has_all_kx_reason:
        patients = format_count(row.beneficiaries, "patient")
        said.append(f"KX on all {patients}; {format_share(row.early_kx_lines, row.kx_lines)} of the KX lines are early")
    if row.has_early_kx_reason:
        share = format_share(row.rated_kx_beneficiaries, row.rated_beneficiaries)
        interval = f"{format_ratio(row.exact_low_ratio)} to {format_ratio(row.exact_high_ratio)}"
        peers = format_ratio(row.others_ratio)
        said.append(
            f"early KX on {share} of patients (95% interval {interval}), peers {peers}; if this provider matched its "
            f"peers, a share this high would happen by chance {say_times(row.chance_ratio)}"
        )
    text = f"{say_early(row)}; {'; '.join(said)}."
    return text[:1].upper() + text[1:]


def say_early(row: Any) -> str:
    """Early lines, far from the threshold and near it."""
    near = int(row.early_kx_lines) - int(row.far_early_kx_lines)
    far = format_count(int(row.far_early_kx_lines), "early KX line")
    return f"{far} far from the threshold (before the alert amount), {near:,} near it"


def say_times(chance: float) -> str:
    """How often, as people say it: 'about 4% of the time', 'about 13 in 10,000 times'."""
    if chance >= 0.01:
        return f"about {format_ratio(chance)} of the time"
    if chance >= 1e-4:
        return f"about {round(1e4 * chance)} in 10,000 times"
    return f"about {round(1e6 * chance)} in a million times" if chance >= 1e-6 else "less than once in a million times"


def answer_providers(review: pd.DataFrame, found: pd.DataFrame) -> str:
    """The first sentence of the page: who is on the list and why, of all providers of the period."""
    total = format_count(len(found), "provider")
    if review.empty:
        return f"No provider stands out: 0 of {total} to review."
    both = ((ALL_KX, review["has_all_kx_reason"]), (f"{EARLY_KX}", review["has_early_kx_reason"]))
    reasons = ", ".join(f"{int(flags.sum())} with {name}" for name, flags in both if flags.any())
    return f"{len(review)} of {total} to review: {reasons}."


def say_change(now: int, before: int, previous_month_end: Any) -> str:
    """The same count as of the last day of the month before."""
    since = format_date(previous_month_end)
    if now == before:
        return f"To review: {now}, unchanged since {since}."
    return f"To review: {now}; as of {since}: {before}."


def say_unjudged(unjudged: pd.DataFrame) -> str:
    """Who cannot be judged, for which reason they would be listed, and what is missing."""
    names = "; ".join(f"{row.provider_name} ({name_reasons(row)})" for row in each_row(unjudged))
    return (
        f"Cannot be judged: {names}. The remittances of a clinic do not cover the whole year, so running amounts are "
        "lower bounds and KX may only look early. Import the missing remittances or prior use: see Data quality."
    )


def say_provider(listed: pd.DataFrame, unjudged: pd.DataFrame) -> str:
    """Whether one provider is on the list of the period, and with which evidence; the rows hold that provider alone."""
    if len(listed):
        row = next(each_row(listed))
        return f"To review ({name_reasons(row)}): {say_evidence(row)}"
    return say_unjudged(unjudged) if len(unjudged) else "Not on the review list of this period."


def title_review(review: pd.DataFrame, providers: int) -> str:
    """The message over the list."""
    return f"To review: {len(review)} of {format_count(providers, 'provider')}"


def write_evidence(review: pd.DataFrame) -> str:
    """The first rows as they are read, one a line; the table holds them all."""
    first = each_row(review.head(MOST_EVIDENCE))
    return "\n".join(f"- **{row.provider_name}** ({name_reasons(row)}): {say_evidence(row)}" for row in first)


def add_reasons(review: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table: reason and evidence in words, then the numbers they rest on."""
    said = review.copy()
    said["reason"] = [name_reasons(row) for row in each_row(review)]
    said["evidence"] = [say_evidence(row) for row in each_row(review)]
    columns = ["provider_name", "provider_npi", "reason", "evidence", "beneficiaries", "kx_beneficiaries", "kx_lines",
               "far_early_kx_lines", "early_kx_lines", "rated_beneficiaries", "rated_kx_beneficiaries", "rate_ratio",
               "exact_low_ratio", "exact_high_ratio", "others_ratio", "adjusted_chance_ratio"]  # fmt: skip
    return said[columns]
