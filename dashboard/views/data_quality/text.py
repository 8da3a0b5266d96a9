"""What the data quality page says: whether this month's data is complete, and the exceptions."""

from typing import Any

import pandas as pd

from dashboard.components.labels import name_rule
from dashboard.formats import format_count, format_date, format_dollars_rounded, format_month
from dashboard.views.data_quality.charts import BALANCE

MOST_GAPS = 3
SYNTHETIC = (
    "Synthetic data: no real people. The share of patients over the KX threshold is that of a busy practice,"
    " not of Medicare as a whole."
)


def answer_quality(verdict: "pd.Series[Any]", set_aside: pd.DataFrame) -> str:
    """The verdict in words first; the numbers that decide it after."""
    doubts = _doubts(verdict, set_aside)
    files = format_count(int(verdict["accepted_files"]), "file")
    if not verdict["accepted_files"]:
        refused = f": {', '.join(doubts)}" if doubts else ""
        return f"No files imported yet{refused}."
    payments = format_count(int(verdict["payments"]), "payment")
    checked = f"{files} imported, {payments} balanced, {format_count(int(verdict['checks']), 'check')} run"
    if not doubts:
        return f"Yes. {checked}; no exceptions."
    start = "Not usable" if verdict["failed_critical_checks"] else "Usable, with exceptions"
    return f"{start}: {', '.join(doubts)}. {checked}."


def _doubts(verdict: "pd.Series[Any]", set_aside: pd.DataFrame) -> list[str]:
    """What a reader must know before relying on the numbers."""
    kinds = (
        ("failed_critical_checks", "critical check failed", "critical checks failed"),
        ("unbalanced_payments", "payment does not balance", "payments do not balance"),
        ("refused_files", "file refused", "files refused"),
        ("set_aside_rows", "row or claim payment excluded", "rows or claim payments excluded"),
        ("failed_warning_checks", "warning", "warnings"),
    )
    said = {name: format_count(int(verdict[name]), one, many) for name, one, many in kinds if verdict[name]}
    if "set_aside_rows" in said:
        said["set_aside_rows"] += f" ({_most_frequent(set_aside)})"
    return list(said.values())


def _most_frequent(set_aside: pd.DataFrame) -> str:
    """The rule behind most of what was set aside, with its number."""
    first = set_aside.iloc[0]
    return f"{int(first['set_aside_rows']):,}: {name_rule(str(first['rule']))}"


def change_quality(change: "pd.Series[Any]", previous_month_end: Any) -> str:
    """What arrived since the last day of the month before."""
    return (
        f"Since {format_date(previous_month_end)}: {format_count(int(change['payments']), 'payment')} with "
        f"{format_count(int(change['claim_payments']), 'claim payment')}, "
        f"{format_dollars_rounded(int(change['payment_cents']))} paid."
    )


def title_arrivals(complete: pd.DataFrame) -> str:
    """The message of the time line: in which months a clinic was paid nothing."""
    absent = complete[complete["payments"] == 0]
    if absent.empty:
        months = complete["payment_month"].nunique()
        if months == 1:
            return f"Payments in {format_month(complete['payment_month'].iloc[0])}, the only month so far"
        return f"Every clinic was paid in each of {months:,} months: no gap"
    named = [f"{row.payee_name} in {format_month(row.payment_month)}" for row in absent.head(MOST_GAPS).itertuples()]
    more = f" and {len(absent) - MOST_GAPS} more" if len(absent) > MOST_GAPS else ""
    return f"{format_count(len(absent), 'gap')}: no payment for {', '.join(named)}{more}"


def say_drawn(drawn: int, clinics: int) -> str:
    """That the time line shows a part of the clinics; nothing where it shows all."""
    if drawn == clinics:
        return ""
    return (
        f"Showing {drawn:,} of {clinics:,} clinics, those with a month without payments first. *View timeline data* "
        "lists all."
    )


def title_balance(balance: pd.DataFrame) -> str:
    """The sum itself, leaving out what is zero."""
    counts = dict(zip(balance["category"], balance["service_lines"], strict=True))
    parts = [f"{int(counts[category]):,} {words}" for category, words in BALANCE.items() if counts.get(category)]
    return f"{sum(map(int, counts.values())):,} lines read = {' + '.join(parts) or 'nothing'}"


def say_claims_without_lines(claims: "pd.Series[Any]") -> str:
    """The claim payments beside the sum."""
    without = format_count(int(claims["without_lines"]), "claim payment was", "claim payments were")
    return f"Separately, {without} adjudicated without service lines, of {int(claims['claim_payments']):,} read."


def say_bases(bases: "pd.Series[Any]") -> str:
    """Lines whose part in Medicare's own count is not known, with their dollars; nothing if there are none."""
    kinds = (
        ("secondary", "line that Medicare paid as secondary payer", "lines that Medicare paid as secondary payer"),
        (
            "cost",
            "line of a critical access hospital, paid at cost",
            "lines of critical access hospitals, paid at cost",
        ),
    )
    said = [
        _say_basis(int(bases[f"{kind}_lines"]), int(bases[f"{kind}_cents"]), one, many) for kind, one, many in kinds
    ]
    parts = [part for part in said if part]
    if not parts:
        return ""
    return (
        f"Counted toward a threshold as Medicare's own payment implies: {' and '.join(parts)}. "
        "See Definitions for what is not known about them."
    )


def _say_basis(lines: int, cents: int, one: str, many: str) -> str:
    return f"{format_count(lines, one, many)} ({format_dollars_rounded(cents)} allowed)" if lines else ""


def name_balance(balance: pd.DataFrame) -> pd.DataFrame:
    """The sum as rows in the order of the chart, in words."""
    counts = dict(zip(balance["category"], balance["service_lines"], strict=True))
    return pd.DataFrame(
        {"became": list(BALANCE.values()), "service_lines": [int(counts.get(category, 0)) for category in BALANCE]}
    )
