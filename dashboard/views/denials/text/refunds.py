"""What is said about refunds: lines assigned to patient responsibility without a signed notice."""

import pandas as pd

from dashboard.formats import format_count, format_dollars


def say_refunds(listed: pd.DataFrame) -> str:
    """How many lines of how many patients, and the amount assigned to them."""
    patients = format_count(int(listed["beneficiary_key"].nunique()), "patient")
    total = format_dollars(int(listed["patient_share_cents"].sum()))
    return (
        f"**{format_count(len(listed), 'line')} of {patients}, {total}**: denied as over the threshold and assigned to "
        "patient responsibility (PR-119), without GA or another notice modifier on the line. If any was collected, "
        "determine whether a refund is due."
    )
