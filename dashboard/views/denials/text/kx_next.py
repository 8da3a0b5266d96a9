"""What is said about patients who need KX on the next claim."""

from typing import Any

import pandas as pd

from dashboard.formats import POOL_NAMES, format_count, format_date, format_dollars

NOBODY = "No active patient's newest lines were denied for missing KX, so nobody is known to need KX on the next claim."


def say_kx_next(found: pd.DataFrame) -> str:
    """How many patients in treatment, and what to do before their next claim."""
    patients = format_count(int(found["beneficiary_key"].nunique()), "patient")
    return (
        f"**Still in treatment: {patients}.** The newest lines were denied for missing KX (CO-119). Add KX to the next "
        "claim if the chart supports it."
    )


def say_patient(account: Any) -> str:
    """One patient in one threshold category: how many lines were denied, and when the last visit was."""
    pool = POOL_NAMES[str(account["pool"])]
    denied = format_count(int(account["denied_missing_lines"]), "newest line")
    return (
        f"{pool} {int(account['calendar_year'])}: {denied} denied for missing KX, last on "
        f"{format_date(account['last_missing_denied_date'])}. Last visit {format_date(account['last_service_date'])}, "
        f"{format_count(int(account['days_since']), 'day')} ago. {format_dollars(account['open_cents'])} still open."
    )
