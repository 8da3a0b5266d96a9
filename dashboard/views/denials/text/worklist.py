"""The reading desk for the work list: what stands first, why it stands there, and what to do with it."""

from typing import Any

import pandas as pd

from dashboard.components.denial_labels import CATEGORY_NAMES, ROUTE_NAMES
from dashboard.formats import format_count, format_date, format_dollars
from dashboard.formats import format_dollars_rounded as about


def say_worklist(listed: pd.DataFrame) -> str:
    """How many are open, for how much, and what of it is likely to come back in time."""
    count, total = format_count(len(listed), "open service"), format_dollars(int(listed["open_cents"].sum()))
    likely = about(int(listed["likely_cents"].fillna(0).sum()))
    words = [f"**{count}, {total} expected.** At the pace so far about {likely} of it still comes back in time."]
    closed = int(listed["route_category"].isna().sum())
    if closed:
        verbs = ("has", "stands") if closed == 1 else ("have", "stand")
        words.append(f"{format_count(closed, 'service')} {verbs[0]} no way open by rule and {verbs[1]} last.")
    return " ".join(words)


def say_first(service: Any) -> str:
    """The first thing to do, as one would tell it to a biller."""
    claim = f"claim {service['payer_claim_control_number']}, line {int(service['line_number'])}"
    step = _say_step(service)
    return f"First: {claim} ({service['procedure_code']}): {step}; {_say_expected(service)}."


def _say_step(service: Any) -> str:
    if pd.isna(service["route_category"]):
        return "no way is open by rule; look at the remark codes"
    add = _say_modifier(service)
    days = format_count(int(service["route_days_left"]), "day")
    until = f"until {format_date(service['route_last_date'])}, {days} left"
    return f"{add}{ROUTE_NAMES[service['route_category']]}, {service['channel']}, {until}"


def _say_modifier(service: Any) -> str:
    if not pd.isna(service["modifier_to_add"]):
        return f"add {service['modifier_to_add']} if the record supports it; "
    return ""


def _say_expected(service: Any) -> str:
    if pd.isna(service["estimated_cents"]):
        return "no estimate of its amount"
    return f"expected {format_dollars(service['estimated_cents'])}"


def say_reason_for_place(service: Any) -> str:
    """Why a service stands where it stands: its estimate times what such services still recover in time."""
    if pd.isna(service["route_category"]):
        return "last, because no way is open by rule"
    if pd.isna(service["estimated_cents"]) or pd.isna(service["likely_cents"]):
        return f"{_say_expected(service)}, so it stands low"
    pace = service["pace_category"]
    like = "all denials" if pace == "all" else f"{CATEGORY_NAMES[pace]} denials"
    if not service["likely_cents"]:
        return f"{_say_expected(service)}; of {like} this old none came back so far, so it stands low"
    share = f"{service['recovery_ratio']:.0%}"
    return f"{_say_expected(service)} × {share} of {like} this old still come back in time"
