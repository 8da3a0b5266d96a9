"""What is said about denials below the threshold: each order, and the prior use it implies."""

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
        f"Of {format_count(len(found), 'missing-KX denial')}, {received:,} were over the threshold in the order in "
        f"which Medicare received the lines, {counts['service_date_order']:,} only in date-of-service order. "
        f"{counts['neither']:,} ({about(cents)} expected) were below threshold in both orders: there is prior use at "
        "other providers, or the payer can be asked to review the denial."
    )


def say_explanation(line: Any) -> str:
    """One denial with its numbers: both orders, what came in between, prior use, and what follows."""
    turn = f"DOS {format_date(line['service_date'])}, processed in sequence {format_date(line['order_date'])}"
    own = format_dollars(line["expected_allowed_cents"])
    before = (
        f"{format_dollars(line['received_before_cents'])} used before it in the order received, "
        f"{format_dollars(line['served_before_cents'])} by date of service (threshold "
        f"{format_dollars(line['kx_threshold_cents'])}; this line about {own})"
    )
    return f"{turn}: {before}. {_say_between(line)} {_say_prior(line)} {_say_result(line)}"


def _say_between(line: Any) -> str:
    if not line["received_between_lines"]:
        return "No line with a later date of service was received before it."
    count = int(line["received_between_lines"])
    lines, verb = format_count(count, "line"), "was" if count == 1 else "were"
    amount = format_dollars(line["received_between_cents"])
    return f"{lines} ({amount}) with a later date of service {verb} received before it."


def _say_prior(line: Any) -> str:
    if not line["prior_use_cents"]:
        return "No prior use was known then."
    return f"Of this, {format_dollars(line['prior_use_cents'])} is known prior use."


def _say_result(line: Any) -> str:
    over = int(line["over_threshold_cents"])
    if line["explained_by"] == "received_order":
        return f"In the order received it is {format_dollars(over)} over the threshold, which explains the denial."
    if line["explained_by"] == "service_date_order":
        below = format_dollars(-over)
        return f"In the order received it is {below} below; by date of service it is over, which may explain it."
    least = format_dollars(line["implied_prior_use_cents"])
    return f"Neither order explains it: the denial is right only if at least {least} was used at other providers."


def say_implied(implied: pd.DataFrame) -> str:
    """What the offered file is, and that it enters nothing by itself."""
    patients = format_count(int(implied["beneficiary_key"].nunique()), "patient")
    return (
        f"**Implied prior use: {format_count(len(implied), 'row')} of {patients}.** The least that must have been used "
        "at other providers, as a prior use file. It changes no figure by itself: check each row with Medicare's "
        "eligibility response, correct it, and only then import the file with `kxwatch build FILE`."
    )
