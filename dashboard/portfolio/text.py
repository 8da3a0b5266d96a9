"""What the portfolio page says: which practices need attention, why, and how their shares of early KX compare."""

from typing import Any

import pandas as pd

from dashboard.formats import (
    each_row,
    format_count,
    format_date,
    format_days_left,
    format_dollars_rounded,
    format_name,
    format_share,
    plain_text,
)

MOST_FIRST = 7
READ = "read"


def name_practice(row: Any) -> str:
    """The name on its remittances, with that of its data folder where the two differ."""
    name = format_name(row.practice_name)
    folder = plain_text(row.folder_name)
    return name if name.lower() == folder.lower() else f"{name} ({folder})"


def answer_portfolio(totals: "pd.Series[Any]", soon_days: int) -> str:
    """The first sentence: how many practices need attention, and the most urgent amount of all."""
    needing, practices = int(totals["needing_practices"]), int(totals["practices"])
    if not needing:
        return f"None of {format_count(practices, 'practice')} needs attention."
    verb = "needs" if needing == 1 else "need"
    answer = f"{needing:,} of {format_count(practices, 'practice')} {verb} attention."
    if totals["expiring_services"]:
        answer += (
            f" {format_dollars_rounded(totals['expiring_cents'])} on"
            f" {format_count(int(totals['expiring_services']), 'missing-KX denial')} expires within {soon_days} days,"
            f" in {format_count(int(totals['expiring_practices']), 'practice')}."
        )
    return answer


def say_days(totals: "pd.Series[Any]", today: Any) -> str:
    """Through which dates the data reach, and from which day deadlines are counted."""
    oldest, newest = (format_date(totals[f"{end}_through_date"]) for end in ("oldest", "newest"))
    return (
        f"data through {oldest if oldest == newest else f'{oldest} to {newest}'}; deadlines from {format_date(today)}"
    )


def say_totals(totals: "pd.Series[Any]") -> str:
    """The second sentence: what all practices have together."""
    parts = [
        f"{format_count(int(totals['needs_kx_patients']), 'active patient needs', 'active patients need')} KX now",
        f"{format_count(int(totals['review_providers']), 'provider')} to review",
        f"missing KX: {format_dollars_rounded(totals['recoverable_cents'])} recoverable,"
        f" {format_dollars_rounded(totals['lost_cents'])} expired",
    ]
    if totals["stale_practices"]:
        parts.append(f"{format_count(int(totals['stale_practices']), 'practice')} without recent payments")
    if totals["failed_practices"]:
        parts.append(f"{format_count(int(totals['failed_practices']), 'practice')} not read or not built")
    return f"All practices: {'; '.join(parts)}."


def say_reasons(row: Any, soon_days: int) -> str:
    """Why a practice stands in the list, the most urgent first."""
    if row.state != READ:
        return plain_text(row.reason)
    parts = [plain_text(f"Its last build failed: {row.reason}")] if row.is_build_failed else []
    if row.expiring_services:
        left = format_days_left(row.nearest_days_left)
        parts.append(f"{format_dollars_rounded(row.expiring_cents)} expires within {soon_days} days (nearest: {left})")
    if row.needs_kx_patients:
        parts.append(f"{format_count(row.needs_kx_patients, 'active patient needs', 'active patients need')} KX now")
    if row.review_providers:
        parts.append(f"{format_count(row.review_providers, 'provider')} to review")
    if row.refused_files:
        parts.append(f"{format_count(row.refused_files, 'refused file')}")
    if row.is_stale:
        parts.append(_say_age(row))
    return "; ".join(parts) + "."


def _say_age(row: Any) -> str:
    if pd.isna(row.data_through_date):
        return "no payments imported yet"
    return f"newest payment {format_date(row.data_through_date)}, {format_count(int(row.data_age_days), 'day')} ago"


def say_amounts(row: Any) -> str:
    """What else is known of a practice in the list."""
    if row.state != READ:
        return ""
    return (
        f"Missing KX: {format_dollars_rounded(row.recoverable_cents)} recoverable,"
        f" {format_dollars_rounded(row.lost_cents)} expired. Data through {format_date(row.data_through_date)}."
    )


def title_funnel(rates: pd.DataFrame, total: "pd.Series[Any]") -> str:
    """The message of the funnel."""
    share = format_share(int(total["rated_kx_beneficiaries"]), int(total["rated_beneficiaries"]))
    if len(rates) == 1:
        return f"One practice: early KX in {share} of patients, and no other practice to compare"
    outlying = rates[rates["is_outlying"]]
    if outlying.empty:
        return f"Early KX in {share} of patients; none of {len(rates)} practices stands out"
    names = ", ".join(name_practice(row) for row in each_row(outlying.tail(2)))
    more = f" and {len(outlying) - 2} more" if len(outlying) > 2 else ""
    return f"Early KX stands out in {names}{more}; all practices: {share}"


def say_funnel(total: "pd.Series[Any]") -> str:
    """What the limits mean."""
    said = "Each point is a practice: patients with an early KX line among patients with a line below the threshold,"
    said += " in its last 12 months. If all practices were alike, chance alone would put 99.8% of them within the"
    said += " dotted limits."
    spread = total["overdispersion_factor"]
    if pd.isna(spread) or float(spread) <= 1:
        return said
    return f"{said} Practices vary {float(spread):.1f} times as much as chance; the solid limits are widened for that."
