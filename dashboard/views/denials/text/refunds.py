"""The reading desk for refunds: which lines a patient may have been asked to pay without a notice."""

import pandas as pd

from dashboard.formats import format_count, format_dollars


def say_refunds(listed: pd.DataFrame) -> str:
    """How many lines of how many patients, and how much they may have been asked to pay."""
    patients = format_count(int(listed["beneficiary_key"].nunique()), "patient")
    total = format_dollars(int(listed["patient_share_cents"].sum()))
    return (
        f"**{format_count(len(listed), 'line')} of {patients}, {total}**: denied as over the threshold at the "
        "patient's charge (PR-119), without GA or another notice modifier on the line. If any of it was collected, "
        "look whether it is due back."
    )
