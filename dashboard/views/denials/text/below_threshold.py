"""The reading desk for denials below the threshold: what each order says, and what must have been used elsewhere."""

from typing import Any

import pandas as pd

from dashboard.formats import format_count, format_date, format_dollars
from dashboard.formats import format_dollars_rounded as about


def say_explained(found: pd.DataFrame) -> str:
    """How many denials each order explains, and how many neither does."""
    counts = {kind: int((found["explained_by"] == kind).sum()) for kind in ("service_date_order", "neither")}
    received = len(found) - sum(counts.values())
    cents = int(found.loc[found["explained_by"] == "neither", "expected_allowed_cents"].fillna(0).sum())
    return (
        f"Of {format_count(len(found), 'missing-KX denial')}, {received:,} went over the threshold in the order in "
        f"which Medicare received the lines, {counts['service_date_order']:,} only in the order of service dates. "
        f"{counts['neither']:,} ({about(cents)} expected) went over it in neither: something must have been used "
        "elsewhere, or the payer can be asked to look again."
    )


def say_explanation(line: Any) -> str:
    """One denial with its numbers: both orders, what came in between, use elsewhere, and what follows."""
    turn = f"Served {format_date(line['service_date'])}, its turn came {format_date(line['order_date'])}"
    own = format_dollars(line["expected_allowed_cents"])
    before = (
        f"{format_dollars(line['received_before_cents'])} had been used before it as received, "
        f"{format_dollars(line['served_before_cents'])} by service date (threshold "
        f"{format_dollars(line['kx_threshold_cents'])}; this line about {own})"
    )
    return f"{turn}: {before}. {_say_between(line)} {_say_prior(line)} {_say_result(line)}"


def _say_between(line: Any) -> str:
    if not line["received_between_lines"]:
        return "No line that was served later was received before it."
    count = int(line["received_between_lines"])
    lines, verb = format_count(count, "line"), "was" if count == 1 else "were"
    return f"{lines} ({format_dollars(line['received_between_cents'])}) {verb} served later but received before it."


def _say_prior(line: Any) -> str:
    if not line["prior_use_cents"]:
        return "No use elsewhere was known then."
    return f"Of this, {format_dollars(line['prior_use_cents'])} is known use elsewhere."


def _say_result(line: Any) -> str:
    over = int(line["over_threshold_cents"])
    if line["explained_by"] == "received_order":
        return f"As received it goes {format_dollars(over)} over the threshold: that explains the denial."
    if line["explained_by"] == "service_date_order":
        return f"As received it stays {format_dollars(-over)} below; by service date it is over, which may explain it."
    least = format_dollars(line["implied_prior_use_cents"])
    return f"Neither order explains it: at least {least} must have been used elsewhere for the denial to be right."


def say_implied(implied: pd.DataFrame) -> str:
    """What the offered file is, and that it enters nothing by itself."""
    patients = format_count(int(implied["beneficiary_key"].nunique()), "patient")
    return (
        f"**Implied prior use: {format_count(len(implied), 'row')} of {patients}.** The least that must have been used "
        "elsewhere, as a prior use file. It enters nothing by itself: check each row with Medicare's eligibility "
        "answer, correct it, and only then take the file in with `kxwatch build FILE`."
    )
