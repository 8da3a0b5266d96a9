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


def say_lead(totals: pd.Series, category: str | None) -> str:
    """The answer: what of the denied dollars is lost, recoverable and recovered, over all months."""
    kind = name_denials(category)
    return (
        f"{kind[:1].upper()}{kind[1:]}: {about(totals['expired_cents'])} lost, {about(totals['open_cents'])} "
        f"recoverable, {about(totals['recovered_cents'])} recovered"
    )


def say_nearest(nearest: pd.Series) -> str:
    """Until when the open services can be corrected; as the queue of claims counts it."""
    if not nearest["services"]:
        return "Nothing is open."
    claims = format_count(int(nearest["claims"]), "claim")
    if pd.isna(nearest["nearest_deadline"]):
        return f"No correction route remains for the {claims} still open."
    left = format_days_left(nearest["nearest_days_left"])
    return f"{claims} to correct; nearest filing deadline {format_date(nearest['nearest_deadline'])}, {left}."


def say_change(totals: pd.Series, since: Any) -> str:
    """Leakage now and as of the last day of the month before, and how long recovery took."""
    leaking = f"{about(totals['leakage_cents'])} ({format_count(int(totals['leaking']), 'service')})"
    words = [f"Leakage to date {leaking}; as of {format_date(since)}: {about(totals['earlier_leakage_cents'])}."]
    if totals["recovered"]:
        days = int(totals["median_days_to_recover"] + 0.5)
        share = format_percent(int(totals["recovered"]), int(totals["services"]))
        words.append(
            f"{share} of the denied services ({int(totals['recovered']):,} of {int(totals['services']):,}) were "
            f"recovered, half of them within {format_count(days, 'day')}."
        )
    return " ".join(words)


def title_strip(totals: pd.Series, category: str | None) -> str:
    """What the strip shows, with its n."""
    count = format_count(int(totals["services"]), "service")
    return f"{about(totals['expected_cents'])} in {name_denials(category)} ({count}), all months"


def title_months(months: pd.DataFrame) -> str:
    """The message of the monthly bars: the heaviest month."""
    heaviest = months.iloc[int(months["expected_cents"].argmax())]
    when = f"{pd.Timestamp(heaviest['first_denied_month']):%B %Y}"
    count = format_count(int(months["services"].sum()), "service")
    return f"By month of first denial: most in {when} ({about(heaviest['expected_cents'])}); {count} in all"


def title_clinics(clinics: pd.DataFrame) -> str:
    """The message of the clinic bars: the clinic with most denied dollars, and what was lost in all of them."""
    first = clinics.iloc[0]
    lost, total = int(clinics["expired_cents"].sum()), int(clinics["expected_cents"].sum())
    share = format_percent(int(first["expected_cents"]), total or 1)
    return (
        f"By clinic: {first['payee_name']} has {share} of the dollars "
        f"({format_count(int(clinics['services'].sum()), 'service')}); {about(lost)} lost in all"
    )


def title_categories(categories: pd.DataFrame) -> str:
    """The message of the category bars: the largest and its share."""
    first = categories.iloc[0]
    share = format_percent(int(first["expected_cents"]), int(categories["expected_cents"].sum()) or 1)
    count = format_count(int(categories["services"].sum()), "service")
    return f"By reason: {CATEGORY_NAMES[first['denial_category']]} is {share} of the dollars ({count})"


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
