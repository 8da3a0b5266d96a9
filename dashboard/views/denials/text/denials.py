"""What is said about denials: what was denied, what is recoverable, and by when."""

from typing import Any

import pandas as pd

from dashboard.components.denial_labels import CATEGORY_NAMES
from dashboard.formats import format_count, format_date, format_days_left, format_dollars, format_percent
from dashboard.formats import format_dollars_rounded as about

ROUTES = {
    "signed_notice": "bill the patient, if the signed ABN is on file",
    "benefit_maximum": "check which benefit is exhausted and who is responsible",
    "medical_necessity": "redetermination with records, if they support it",
    "modifier": "clerical error reopening or corrected claim",
    "timely_filing": "check proof of timely filing",
    "documentation": "send the requested records",
    "bundling": "check the edit and whether a separate service is documented",
    "eligibility": "check coverage on the date of service and bill the right payer",
    "coverage": "check for a signed notice",
}


def name_denials(category: str | None) -> str:
    """'missing-KX denials', 'documentation denials', or 'denials' for all of them."""
    return f"{CATEGORY_NAMES[category].replace(' ', '-')} denials" if category else "denials"


def say_leakage(totals: pd.Series, category: str | None) -> str:
    """The answer: what leaked (open and expired), and what of it is recoverable until when."""
    kind = name_denials(category)
    count = format_count(int(totals["leaking"]), "service")
    answer = f"{kind[:1].upper()}{kind[1:]}: {about(totals['leakage_cents'])} to date ({count})"
    if not totals["open"]:
        return f"{answer}; nothing is still recoverable."
    left = format_days_left(totals["nearest_days_left"])
    deadline = f"nearest filing deadline {format_date(totals['nearest_deadline'])}, {left}"
    return f"{answer}; {about(totals['open_cents'])} of it is still recoverable, {deadline}."


def say_change(totals: pd.Series, since: Any) -> str:
    """The same measure as of the last day of the month before, and how long recovery took."""
    words = [f"As of {format_date(since)}: {about(totals['earlier_leakage_cents'])}."]
    if totals["recovered"]:
        days = int(totals["median_days_to_recover"] + 0.5)
        share = format_percent(int(totals["recovered"]), int(totals["services"]))
        words.append(
            f"{share} of the denied services ({int(totals['recovered']):,} of {int(totals['services']):,}) were "
            f"recovered, half of them within {format_count(days, 'day')}."
        )
    if totals["open_within_month"]:
        soon = format_count(int(totals["open_within_month"]), "open service")
        words.append(f"Expiring within 30 days: {soon} ({about(totals['open_within_month_cents'])}).")
    return " ".join(words)


def title_waterfall(totals: pd.Series, category: str | None) -> str:
    """The message of the waterfall, with its n."""
    count = format_count(int(totals["services"]), "service")
    return (
        f"Of {about(totals['expected_cents'])} in {name_denials(category)} ({count}), "
        f"{about(totals['recovered_cents'])} recovered, {about(totals['open_cents'])} open, "
        f"{about(totals['expired_cents'])} expired"
    )


def title_months(months: pd.DataFrame) -> str:
    """The message of the monthly bars: the heaviest month."""
    heaviest = months.iloc[int(months["expected_cents"].argmax())]
    when = f"{pd.Timestamp(heaviest['first_denied_month']):%B %Y}"
    return f"By month of first denial: most in {when} ({about(heaviest['expected_cents'])})"


def title_categories(categories: pd.DataFrame) -> str:
    """The message of the category bars: the largest and its share."""
    first = categories.iloc[0]
    share = format_percent(int(first["expected_cents"]), int(categories["expected_cents"].sum()) or 1)
    return f"By reason: {CATEGORY_NAMES[first['denial_category']]} is {share} of the dollars"


def say_beside(totals: pd.Series) -> str:
    """What the dollars leave out, counted."""
    words = ["Estimated allowed amounts, not charges; each service counts once."]
    if totals["without_amount"]:
        count = format_count(int(totals["without_amount"]), "service")
        words.append(f"{count} of these have no comparable allowed line and count as $0.")
    if totals["duplicates"]:
        count = format_count(int(totals["duplicates"]), "duplicate denial")
        words.append(f"{count} {'is' if totals['duplicates'] == 1 else 'are'} excluded from the dollars.")
    if totals["signed_notices"]:
        count = format_count(int(totals["signed_notices"]), "service")
        amount = about(totals["signed_notice_cents"])
        words.append(f"Signed ABN (GA), patient responsible: {count} ({amount} expected) not counted as leakage.")
    return " ".join(words)


def say_route(service: pd.Series) -> str:
    """What can be done about an open service, by whom decided: never more than the remittance can know."""
    category, group = service["denial_category"], service["adjustment_group_code"]
    if category == "missing_kx":
        route = "reopen or correct with KX, if the chart supports it"
        without_notice = group == "PR" and "GA" not in str(service["modifiers"]).split(",")
        return f"{route}; PR without GA: was the patient charged?" if without_notice else route
    return ROUTES.get(str(category), "check the remark codes")


def say_service(service: pd.Series) -> str:
    """One denied service in a sentence."""
    amount = format_dollars(service["expected_allowed_cents"])
    words = (
        f"{service['procedure_code']} of {format_date(service['service_date'])}: first denied "
        f"{format_date(service['first_denied_date'])} ({service['adjustment_group_code']}-"
        f"{service['adjustment_reason_code']}), {format_count(int(service['times_denied']), 'time')} in total; "
        f"expected {amount}. "
    )
    return words + _say_state(service)


def _say_state(service: pd.Series) -> str:
    deadline = format_date(service["reopening_deadline"])
    if service["state"] == "recovered":
        got, days = (
            format_dollars(service["recovered_allowed_cents"]),
            format_count(int(service["days_to_recover"]), "day"),
        )
        return f"Recovered on {format_date(service['recovered_date'])} with {got} allowed, after {days}."
    if service["state"] == "open":
        return f"Deadline {deadline}, {format_days_left(service['days_left'])}: {say_route(service)}."
    if service["state"] == "duplicate":
        return "A duplicate: the payer says it already has this service."
    return f"The one-year reopening period ended {deadline}."


def say_outside(inside: pd.Series, all_months: pd.Series) -> str:
    """Open services that were denied first outside the chosen period."""
    outside = format_count(int(all_months["open"] - inside["open"]), "more open denial")
    deadline = format_date(all_months["nearest_deadline"])
    return f"{outside} from other periods. Nearest filing deadline: {deadline}."
