"""The reading desk for evidence: a finding, the rule that made it, and what it is part of, in words."""

import pandas as pd

from dashboard.formats import POOL_NAMES, format_date, format_dollars, format_dollars_rounded, format_month

FINDING_RULES = {
    "on_time": "the line carries KX and takes the year's amount over the threshold, comes after it, or comes after a "
    "denial that shows that Medicare had counted more",
    "early": "the line carries KX although the year's amount, with what is known to be used elsewhere, is not over the "
    "threshold after it",
    "early_unverified": "the line carries KX although the year's amount is not over the threshold after it; what was "
    "used elsewhere is not known",
    "same_visit": "the line carries KX below the threshold, on the claim or visit of a line that crosses it",
    "missing": "the line carries no KX although it takes the year's amount over the threshold, or comes after it",
    "not_needed": "the line carries no KX, and the year's amount is not over the threshold after it",
}
BASIS_WORDS = {
    "amt_b6": "as the payer says it (AMT*B6)",
    "derived": "worked out from payment, patient share and sequestration, because the payer sent no AMT*B6",
    "export": "as the export says it",
    "denied": "nothing: the line is denied",
    "secondary": "payment, patient responsibility and sequestration (Medicare paid after another payer)",
    "cost": "payment, patient responsibility and sequestration (a critical access hospital is paid at cost)",
}


def say_finding(position: pd.Series) -> str:
    """The finding as a sentence that accuses nobody."""
    finding = position["kx_finding"]
    if finding in ("early", "early_unverified"):
        needed = format_dollars(position["prior_use_needed_cents"])
        return f"KX below the threshold, unless at least {needed} was used elsewhere."
    return {
        "on_time": "KX on time: the threshold is crossed or passed.",
        "same_visit": "KX on the visit or claim that crosses the threshold.",
        "missing": "No KX, although the threshold is crossed or passed.",
        "not_needed": "No KX, and KX not required.",
    }[str(finding)]


def say_arithmetic(position: pd.Series, threshold: pd.Series) -> str:
    """Before, this line, after, and the amount of the year with its source."""
    added = f"{format_dollars(position['allowed_cents'])} allowed"
    line = "denied, so it adds nothing" if position["is_denied"] else added
    before = format_dollars(position["accrued_before_cents"])
    elsewhere = "nothing known of use elsewhere"
    if position["prior_use_grade"] != "unknown":
        elsewhere = f"{format_dollars(position['prior_use_cents'])} of it used elsewhere, {position['prior_use_grade']}"
    return (
        f"{POOL_NAMES[position['pool']]} {position['calendar_year']}: {before} before this line ({elsewhere}), {line}, "
        f"{format_dollars(position['accrued_after_cents'])} after it; "
        f"threshold {format_dollars_rounded(threshold['kx_threshold_cents'])}."
    )


def say_rule(position: pd.Series, threshold: pd.Series) -> str:
    """The rule that produced the finding, and where the threshold comes from."""
    return (
        f"Rule: {FINDING_RULES[str(position['kx_finding'])]}. A line that takes the amount exactly to the threshold is "
        f"not over it. Threshold of {threshold['calendar_year']}: {threshold['source']} "
        f"(reviewed {format_date(threshold['reviewed_date'])})."
    )


def say_other_order(by_service: pd.Series) -> str:
    """The finding in the other order."""
    return f"Counted by date of service instead of receipt: {say_finding(by_service)}"


def say_allowed(line: pd.Series) -> str:
    """Where the allowed amount comes from."""
    return f"Allowed amount {format_dollars(line['allowed_cents'])}: {BASIS_WORDS[str(line['allowed_basis'])]}."


def say_memberships(line: pd.Series, position: pd.Series | None, denial: pd.Series | None) -> list[str]:
    """The figures that one line is part of, one sentence each."""
    words = []
    if position is not None:
        month = format_month(line["service_month"])
        words.append(f"Provider {line['provider_npi']}, {month}: one of the lines of `mart.provider_kx`.")
        account = f"{position['pool']}-{position['calendar_year']}"
        link = f"/crossings?patient={position['beneficiary_key']}&account={account}"
        words.append(
            f"[The running amount of this patient]({link}) in {POOL_NAMES[position['pool']]}, "
            f"{position['calendar_year']} (`mart.line_position`, `mart.threshold_crossing`)."
        )
    else:
        words.append("No pool: it is not a line of Medicare Part B therapy that counts, so no threshold figure has it.")
    if denial is not None:
        month = format_month(denial["first_denied_month"])
        words.append(
            f"A service first denied in {month}, {_say_counted(denial)} (`mart.denial`, `mart.leakage_by_month`)."
        )
    return words


def _say_counted(denial: pd.Series) -> str:
    if denial["state"] == "duplicate":
        return "left out of dollars as a duplicate"
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
    """An answer to a denied service that a later answer replaced."""
    code = f"{event['adjustment_group_code']}-{event['adjustment_reason_code']}"
    what = f"Denied with {code}" if event["is_denied"] else f"Allowed with {format_dollars(event['allowed_cents'])}"
    why = {
        "superseded": "a later answer to the same service replaced it, so it stands in no figure of its own",
        "taken_back": f"the payer took it back on {format_date(event['taken_back_date'])}",
        "standing": "it stands",
    }[str(event["standing_category"])]
    return f"{what} on {format_date(event['payment_date'])}; {why}."
