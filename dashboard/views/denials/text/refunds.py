"""What is said about refunds: lines assigned to patient responsibility without a signed notice."""

from typing import Any

import pandas as pd

from dashboard.formats import format_count, format_date, format_dollars


def say_refunds(claims: pd.DataFrame) -> str:
    """How many lines of how many patients, and the amount assigned to them."""
    patients = format_count(int(claims["beneficiary_key"].nunique()), "patient")
    total = format_dollars(int(claims["patient_share_cents"].sum()))
    return (
        f"**{format_count(int(claims['lines'].sum()), 'line')} of {patients}, {total}**: denied as over the threshold "
        "and assigned to patient responsibility (PR-119), without GA or another notice modifier on the line. If any "
        "was collected, determine whether a refund is due."
    )


def say_refund(claim: Any) -> str:
    """One claim: what was assigned to the patient, when, and what Medicare paid since."""
    lines, amount = format_count(int(claim["lines"]), "line"), format_dollars(claim["patient_share_cents"])
    words = (
        f"Claim {claim['payer_claim_control_number']}: {amount} on {lines} assigned to the patient on "
        f"{format_date(claim['payment_date'])}, {format_count(int(claim['days_since']), 'day')} ago."
    )
    if not claim["recovered_lines"]:
        return words
    recovered = format_count(int(claim["recovered_lines"]), "line was", "lines were")
    return f"{words} {recovered} allowed later: what the patient paid for them must be refunded."
