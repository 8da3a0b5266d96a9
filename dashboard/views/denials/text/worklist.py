"""What is said about the work list: what is first, why, and what to do with it."""

from typing import Any

import pandas as pd

from dashboard.components.denial_labels import CATEGORY_NAMES, ROUTE_NAMES
from dashboard.formats import format_count, format_date, format_days_left, format_dollars
from dashboard.formats import format_dollars_rounded as about


def say_worklist(listed: pd.DataFrame) -> str:
    """How many are open, for how much, and what of it is likely recoverable."""
    count, total = format_count(len(listed), "open service"), format_dollars(int(listed["open_cents"].sum()))
    likely = about(int(listed["likely_cents"].fillna(0).sum()))
    words = [f"**{count}, {total} expected.** At current recovery rates, about {likely} is likely recoverable."]
    closed = int(listed["route_category"].isna().sum())
    if closed:
        words.append(f"No correction route remains for {format_count(closed, 'service')}, listed last.")
    return " ".join(words)


def say_first(service: Any) -> str:
    """The first thing to do, as one would tell it to a biller."""
    claim = f"claim {service['payer_claim_control_number']}, line {int(service['line_number'])}"
    step = _say_step(service)
    return f"First: {claim} ({service['procedure_code']}): {step}; {_say_expected(service)}."


def _say_step(service: Any) -> str:
    if pd.isna(service["route_category"]):
        return "no correction route remains; check the remark codes"
    add = _say_modifier(service)
    until = f"file by {format_date(service['route_last_date'])}, {format_days_left(service['route_days_left'])}"
    return f"{add}{ROUTE_NAMES[service['route_category']]}, {service['channel']}, {until}"


def _say_modifier(service: Any) -> str:
    if not pd.isna(service["modifier_to_add"]):
        return f"add {service['modifier_to_add']} if the chart supports it; "
    return ""


def _say_expected(service: Any) -> str:
    if pd.isna(service["estimated_cents"]):
        return "no estimate of its amount"
    return f"expected {format_dollars(service['estimated_cents'])}"


def say_priority(service: Any) -> str:
    """Why a service has its priority: its estimate times what similar services still recover in time."""
    if pd.isna(service["route_category"]):
        return "last: no correction route remains"
    if pd.isna(service["estimated_cents"]) or pd.isna(service["likely_cents"]):
        return f"{_say_expected(service)}, so low priority"
    pace = service["pace_category"]
    like = "all denials" if pace == "all" else f"{CATEGORY_NAMES[pace]} denials"
    if not service["likely_cents"]:
        return f"{_say_expected(service)}; no {like} this old recovered so far, so low priority"
    share = f"{service['recovery_ratio']:.0%}"
    return f"{_say_expected(service)} × {share} of {like} this old still recovered in time"
