"""What is said about claims to correct: what to do with one, by when, and why a line has its priority."""

from typing import Any

import pandas as pd

from dashboard.components.denial_labels import CATEGORY_NAMES, ROUTE_NAMES
from dashboard.formats import format_count, format_date, format_days_left, format_dollars
from dashboard.formats import format_dollars_rounded as about

NO_ROUTE = "No correction route remains; check the remark codes"


def say_claims(found: pd.DataFrame) -> str:
    """What of the open dollars is likely recoverable, and for how many claims no route remains."""
    likely = about(int(found["likely_cents"].fillna(0).sum()))
    words = [f"At current recovery rates, about {likely} is likely recoverable."]
    closed = int(found["route_category"].isna().sum())
    if closed:
        words.append(f"No correction route remains for {format_count(closed, 'claim')}.")
    return " ".join(words)


def say_what_to_do(claim: Any) -> str:
    """The correction in a few words: 'Add KX if the chart supports it; clerical error reopening'."""
    if pd.isna(claim["route_category"]):
        return NO_ROUTE
    route = ROUTE_NAMES[claim["route_category"]]
    if not pd.isna(claim["modifier_to_add"]):
        return f"Add {claim['modifier_to_add']} if the chart supports it; {route}"
    return f"{route[:1].upper()}{route[1:]}"


def say_claim(claim: Any) -> str:
    """One claim as one would tell it to a biller: its lines, the reason, the correction, where and by when."""
    lines = format_count(int(claim["lines"]), "line")
    days = _say_days(claim["service_date"], claim["through_service_date"])
    reason = CATEGORY_NAMES[claim["denial_category"]]
    words = [f"Claim {claim['payer_claim_control_number']}: {lines} of {days}, denied for {reason}."]
    words.append(f"{say_what_to_do(claim)}.")
    if not pd.isna(claim["deadline_date"]):
        left = format_days_left(claim["days_left"])
        words.append(f"Submit via: {claim['channel']}, by {format_date(claim['deadline_date'])}, {left}.")
    words.append(f"{format_dollars(claim['open_cents'])} estimated.")
    if claim["routes"] > 1:
        words.append("Its lines have different routes: see each line.")
    return " ".join(words)


def _say_days(first: Any, last: Any) -> str:
    return format_date(first) if first == last else f"{format_date(first)} to {format_date(last)}"


def say_work(work: Any) -> str:
    """What the casebook says of a claim: worked on, sent on, answer expected by."""
    named = {"worked_date": "worked on", "sent_date": "sent on", "expected_date": "answer expected by"}
    said = [f"{words} {format_date(work[name])}" for name, words in named.items() if not pd.isna(work[name])]
    if not said:
        return "No work is recorded on this claim."
    first, *rest = said
    who = f" by {work['worked_by']}" if work["worked_by"] else ""
    return f"{', '.join([f'{first[:1].upper()}{first[1:]}{who}', *rest])}."


def say_priority(line: Any) -> str:
    """Why a line has its priority: its estimate times what similar services still recover in time."""
    if pd.isna(line["route_category"]):
        return "no correction route remains"
    if pd.isna(line["estimated_cents"]) or pd.isna(line["likely_cents"]):
        return f"{_say_expected(line)}, so low priority"
    pace = line["pace_category"]
    like = "all denials" if pace == "all" else f"{CATEGORY_NAMES[pace]} denials"
    if not line["likely_cents"]:
        return f"{_say_expected(line)}; no {like} this old recovered so far, so low priority"
    return f"{_say_expected(line)} × {line['recovery_ratio']:.0%} of {like} this old still recovered in time"


def _say_expected(line: Any) -> str:
    if pd.isna(line["estimated_cents"]):
        return "no estimate of its amount"
    return f"expected {format_dollars(line['estimated_cents'])}"
