"""What the evidence says: the finding, the rule behind it, and the figures that include the line."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard.formats import POOL_NAMES, format_date, format_dollars, format_dollars_rounded, format_month, plain_text

FINDING_RULES = {
    "on_time": "the line has KX and crosses the threshold, is over it, or follows a "
    "denial that shows that Medicare had counted more",
    "early": "the line has KX, and the year's amount after it, known prior use included, is not over the threshold",
    "early_unverified": "the line has KX, and the year's amount after it is not over the threshold; prior use at "
    "other providers is not known",
    "same_visit": "the line has KX below the threshold, on the same claim or visit as a line that crosses it",
    "missing": "the line has no KX, and it crosses the threshold or is over it",
    "not_needed": "the line has no KX, and the year's amount after it is not over the threshold",
}
BASIS_WORDS = {
    "amt_b6": "reported by payer (AMT*B6)",
    "derived": "calculated from payment, patient responsibility and sequestration (no AMT*B6 in the remittance)",
    "export": "reported in the export",
    "denied": "denied",
    "secondary": "payment, patient responsibility and sequestration (Medicare paid as secondary payer)",
    "cost": "payment, patient responsibility and sequestration (critical access hospitals are paid at cost)",
}


def say_finding(position: pd.Series) -> str:
    """The finding as a sentence that accuses nobody."""
    finding = position["kx_finding"]
    if finding in ("early", "early_unverified"):
        needed = format_dollars(position["prior_use_needed_cents"])
        return f"KX below the threshold, unless at least {needed} was used at other providers."
    return {
        "on_time": "KX on time: the line crosses or is over the threshold.",
        "same_visit": "KX on the visit or claim that crosses the threshold.",
        "missing": "KX missing: the line crosses or is over the threshold.",
        "not_needed": "No KX, and KX not required.",
    }[str(finding)]


def say_arithmetic(position: pd.Series, threshold: pd.Series) -> str:
    """Before, this line, after, and the amount of the year with its source."""
    added = f"{format_dollars(position['allowed_cents'])} allowed"
    line = "denied, so it adds nothing" if position["is_denied"] else added
    before = format_dollars(position["accrued_before_cents"])
    elsewhere = "prior use unknown"
    if position["prior_use_grade"] != "unknown":
        elsewhere = (
            f"{format_dollars(position['prior_use_cents'])} of it at other providers, {position['prior_use_grade']}"
        )
    return (
        f"{POOL_NAMES[position['pool']]} {position['calendar_year']}: {before} before this line ({elsewhere}), {line}, "
        f"{format_dollars(position['accrued_after_cents'])} after it; "
        f"threshold {format_dollars_rounded(threshold['kx_threshold_cents'])}."
    )


def say_prior_use(answer: Mapping[Hashable, Any]) -> str:
    """Where the amount at other providers comes from: the answer, its file and its segment."""
    place = "segment" if answer["kind"] == "eligibility_271" else "row"
    elsewhere = format_dollars(answer["prior_use_cents"])
    segment = f": {plain_text(answer['segment_text'])}" if answer["segment_text"] else ""
    return (
        f"Prior-use source: {format_dollars(answer['used_cents'])} used at all providers as of "
        f"{format_date(answer['as_of_date'])}, {elsewhere} of it at other providers, from "
        f"{plain_text(answer['file_name'])}, {place} {int(answer['segment_number']):,}{segment}."
    ).replace("$", "\\$")


def say_rule(position: pd.Series, threshold: pd.Series) -> str:
    """The rule that produced the finding, and where the threshold comes from."""
    return (
        f"Rule: {FINDING_RULES[str(position['kx_finding'])]}. A line that takes the amount exactly to the threshold is "
        f"not over it. Threshold of {threshold['calendar_year']}: {threshold['source']} "
        f"(reviewed {format_date(threshold['reviewed_date'])})."
    )


def say_other_order(by_service: pd.Series) -> str:
    """The finding in the other order."""
    return f"In date-of-service order: {say_finding(by_service)}"


def say_allowed(line: pd.Series) -> str:
    """Where the allowed amount comes from."""
    return f"Allowed amount {format_dollars(line['allowed_cents'])}: {BASIS_WORDS[str(line['allowed_basis'])]}."


def say_memberships(line: pd.Series, position: pd.Series | None, denial: pd.Series | None) -> list[str]:
    """The figures that one line is part of, one sentence each."""
    words = []
    if position is not None:
        month = format_month(line["service_month"])
        words.append(
            f"Provider {line['provider_npi']}, {month}: included in this provider's KX rate (`mart.provider_kx`)."
        )
        account = f"{position['pool']}-{position['calendar_year']}"
        link = f"/crossings?patient={position['beneficiary_key']}&account={account}"
        words.append(
            f"[The running amount of this patient]({link}) in {POOL_NAMES[position['pool']]}, "
            f"{position['calendar_year']} (`mart.line_position`, `mart.threshold_crossing`)."
        )
    else:
        words.append(
            "Not a Medicare Part B therapy line that counts toward a threshold, so it is in no threshold figure."
        )
    if denial is not None:
        month = format_month(denial["first_denied_month"])
        words.append(
            f"A service first denied in {month}, {_say_counted(denial)} (`mart.denial`, `mart.leakage_by_month`)."
        )
    return words


def _say_counted(denial: pd.Series) -> str:
    if denial["state"] == "duplicate":
        return "excluded from dollars as a duplicate"
    if denial["denial_category"] == "signed_notice":
        return "not counted as leakage: signed ABN (GA), patient responsible"
    return f"now {denial['state']}"


def say_shares(shares: pd.DataFrame) -> str:
    """The claim-level adjustments that the line bears a share of, one after the other; nothing if there are none."""
    parts = [_say_share(share) for _, share in shares.iterrows()]
    return f"This line's share of claim-level adjustments: {'; '.join(parts)}." if parts else ""


def _say_share(share: pd.Series) -> str:
    code = f"{share['adjustment_group_code']}-{share['adjustment_reason_code']}"
    whole = format_dollars(share["claim_adjustment_cents"])
    return f"{code}: {format_dollars(share['share_cents'])} of {whole} for the whole claim"


def say_event(event: pd.Series) -> str:
    """An adjudication of a denied service that a later one replaced."""
    code = f"{event['adjustment_group_code']}-{event['adjustment_reason_code']}"
    what = f"Denied with {code}" if event["is_denied"] else f"Allowed with {format_dollars(event['allowed_cents'])}"
    why = {
        "superseded": "replaced by a later adjudication of the same service; not counted",
        "taken_back": f"reversed by the payer on {format_date(event['taken_back_date'])}",
        "standing": "final",
    }[str(event["standing_category"])]
    return f"{what} on {format_date(event['payment_date'])}; {why}."
