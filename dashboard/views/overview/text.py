"""What the overview says: what needs action, why now, and the page that opens it."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.components.review_text import name_reasons
from dashboard.formats import (
    each_row,
    format_count,
    format_date,
    format_days_left,
    format_dollars_rounded,
    format_percent,
    format_share,
)

MOST_DECISIONS = 7
MOST_NAMES = 3
FEWEST_MONTHS = 2  # complete months, so that there is one to compare with


_LINKS = {
    "denials": "denials",
    "refunds": "refund check",
    "missing": "patients missing KX",
    "approaching": "approaching patients",
    "over_medical": "patients over that threshold",
    "providers": "review list",
    "data_quality": "refused files",
}


@dataclass(frozen=True)
class Decision:
    """One thing to decide: how many or how much, why now, and the page (its part, its group) that opens it."""

    amount: str
    what: str
    why: str
    page: str
    part: str | None = None
    group: str | None = None

    @property
    def link(self) -> str:
        """The words of its link; two links of different targets have different words."""
        return f"Open {_LINKS[self.group or self.part or self.page]} →"


@dataclass(frozen=True)
class Facts:
    """The rows from which decisions are made: one row each, and the review list."""

    patients: "pd.Series[Any]"
    denials: "pd.Series[Any]"
    refunds: "pd.Series[Any]"
    refused: pd.DataFrame
    review: pd.DataFrame
    unjudged: pd.DataFrame


def list_decisions(facts: Facts, soon_days: int) -> list[Decision]:
    """At most seven decisions, those with a deadline first; what counts nothing is left out."""
    every = [*_denials(facts.denials, soon_days), *_refunds(facts.refunds), *_patients(facts.patients)]
    every += [*_providers(facts.review, facts.unjudged), *_files(facts.refused)]
    return every[:MOST_DECISIONS]


def _denials(denials: "pd.Series[Any]", soon_days: int) -> list[Decision]:
    found = []
    if denials["open_services"]:
        soon = format_count(int(denials["soon_services"]), "expires", "expire")
        number = format_count(int(denials["open_services"]), "missing-KX denial")
        found.append(
            Decision(
                format_dollars_rounded(denials["open_cents"]) if denials["open_cents"] else number,
                f"still recoverable on {number}" if denials["open_cents"] else "still open, amount not estimated yet",
                f"Nearest filing deadline {format_date(denials['nearest_deadline'])}, "
                f"{format_days_left(denials['nearest_days_left'])}; {soon} within {soon_days} days "
                f"({format_dollars_rounded(denials['soon_cents'])}).",
                "denials",
            )
        )
    return found


def _refunds(refunds: "pd.Series[Any]") -> list[Decision]:
    if not refunds["refund_lines"]:
        return []
    lines = format_count(int(refunds["refund_lines"]), "line")
    what = f"billed to patient responsibility (PR-119) without an ABN modifier, on {lines}"
    why = "Check whether the patient paid: without a signed ABN, such a payment must be refunded."
    return [Decision(format_dollars_rounded(refunds["patient_share_cents"]), what, why, "denials", "refunds")]


def _patients(patients: "pd.Series[Any]") -> list[Decision]:
    without = f"over the threshold with {format_count(int(patients['missing_lines']), 'line')} without KX"
    cards = (
        (
            "missing_patients", without,
            "Still in treatment: add KX to the next claim if the chart supports it.", "missing",
        ),
        ("approaching", "approaching the threshold", _say_closest(patients), "approaching"),
        (
            "over_medical_review", "over the medical review threshold",
            "May be selected for targeted medical review.", "over_medical",
        ),
    )  # fmt: skip
    return [
        Decision(format_count(int(patients[count]), "active patient"), what, why, "crossings", group=group)
        for count, what, why, group in cards
        if patients[count]
    ]


def _say_closest(patients: "pd.Series[Any]") -> str:
    return f"Closest: {format_dollars_rounded(patients['nearest_cents'])} remaining."


def _providers(review: pd.DataFrame, unjudged: pd.DataFrame) -> list[Decision]:
    if review.empty:
        return []
    names = "; ".join(f"{row.provider_name}: {name_reasons(row)}" for row in each_row(review.head(MOST_NAMES)))
    more = f"; and {len(review) - MOST_NAMES} more" if len(review) > MOST_NAMES else ""
    what = "to review: the KX pattern stands out"
    apart = f" {len(unjudged)} more cannot be judged: a year is not covered." if len(unjudged) else ""
    return [Decision(format_count(len(review), "provider"), what, f"{names}{more}.{apart}", "providers")]


def _files(refused: pd.DataFrame) -> list[Decision]:
    """Refused files stay until somebody has marked them as seen."""
    if refused.empty:
        return []
    why = f"Most recent: {format_date(refused['offered_at'].max())}. Each one says what to do."
    return [Decision(format_count(len(refused), "file"), "refused", why, "data_quality")]


def answer_overview(decisions: list[Decision]) -> str:
    """The first sentence: how many items need action, and the first two."""
    if not decisions:
        return "Nothing needs action: no open missing-KX denial, no patient approaching, no provider to review."
    first = "; ".join(f"{decision.amount} {decision.what}" for decision in decisions[:2])
    return f"{say_items(len(decisions))}. First: {first}."


def say_items(number: int) -> str:
    """'1 item needs action', '6 items need action'."""
    return format_count(number, "item needs action", "items need action")


def change_overview(now: dict[str, int], before: dict[str, int], previous_month_end: Any) -> str:
    """The second sentence: what is different from the last day of the month before."""
    cents_before, cents_now = before["open_cents"], now["open_cents"]
    opened = f"open missing-KX denials {format_dollars_rounded(cents_before)} → {format_dollars_rounded(cents_now)}"
    crossed = format_count(now["crossings"] - before["crossings"], "new crossing posted", "new crossings posted")
    flagged = f"providers to review {before['to_review']} → {now['to_review']}"
    return f"Since {format_date(previous_month_end)}: {opened}; {crossed}; {flagged}."


def say_short_history(trend: pd.DataFrame) -> str:
    """Why there are no trends yet."""
    complete = format_count(int(trend["is_complete"].sum()), "complete month")
    return (
        f"Not enough history for trends: {complete} so far, {FEWEST_MONTHS} are needed. Import earlier months on Data "
        "quality."
    )


def title_crossings(trend: pd.DataFrame) -> str:
    """Crossings of the last complete month beside the one before."""
    last, before = _last_two(trend)
    return f"{last.crossings} crossed in {last.trend_month:%b %Y}, {before.crossings} the month before"


def title_below(trend: pd.DataFrame) -> str:
    """The share of the last complete month."""
    last, before = _last_two(trend)
    month = f"{last.trend_month:%b %Y}"
    if not last.kx_lines:
        return f"No KX lines in {month}"
    share = format_share(last.early_kx_lines, last.kx_lines)
    earlier = format_percent(before.early_kx_lines, before.kx_lines) if before.kx_lines else "no KX lines"
    return f"{share} of KX lines are early in {month}, {earlier} the month before"


def title_leakage(trend: pd.DataFrame) -> str:
    """The sum over the shown months, open and expired apart."""
    opened = format_dollars_rounded(int(trend["open_cents"].sum()))
    expired = format_dollars_rounded(int(trend["expired_cents"].sum()))
    return f"Missing KX: {opened} still open, {expired} expired in {len(trend)} months"


def title_recovery(trend: pd.DataFrame) -> str:
    """The share over the shown months."""
    denied = int(trend["denied_services"].sum())
    if not denied:
        return f"No missing-KX denials in {len(trend)} months"
    share = format_share(int(trend["recovered_services"].sum()), denied)
    return f"{share} of missing-KX denials recovered in {len(trend)} months"


def _last_two(trend: pd.DataFrame) -> tuple[Any, Any]:
    complete = list(trend[trend["is_complete"]].itertuples())
    return complete[-1], complete[-2]
