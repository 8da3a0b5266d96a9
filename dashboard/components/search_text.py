"""What a search asks the data for, and the words of its results."""

import re
from hashlib import sha256
from typing import Any

from dashboard.formats import format_count, format_date, format_dollars, format_name, plain_text

FEWEST_LETTERS = 3
HINT = "Patient identifier, name, ICN, account number, check number or provider"
HELP = (
    "Numbers are matched whole. Patient names are searched only while patient identifiers are shown. What you type "
    "here goes into no address and no log."
)
NOTHING = (
    "Nothing matches. Enter the whole number, or at least 3 letters of a provider's name. Patient names are searched "
    "only while patient identifiers are shown."
)


def ask_for(typed: str, *, is_name_searched: bool) -> dict[str, dict[str, str | None]]:
    """The parameters of each search query; an identifier goes as its SHA-256, as the macro search_key makes it.

    No cache and no error can then hold it. Numbers of claims and payments are compared as they are: hashing two columns
    of every line takes seconds over millions of lines.
    """
    key = re.sub(r"[^A-Z0-9]", "", typed.upper())
    hashed = sha256(key.encode()).hexdigest() if key else None
    number = typed.strip().upper()
    letters = [part for part in re.split(r"[\s,]+", typed.lower()) if part]
    is_word = len("".join(letters)) >= FEWEST_LETTERS and not typed.strip().isdigit()
    parts = {"name_part": letters[0], "other_part": letters[-1]} if is_word else {"name_part": None, "other_part": None}
    patient = parts if is_name_searched else dict.fromkeys(parts)
    return {
        "search_patients": {"words_key": hashed, **patient},
        "search_claims": {"claim_number": number},
        "search_payments": {"claim_number": number},
        "search_providers": {"claim_number": number, **parts},
    }


def name_patient(row: Any) -> str:
    """A patient as the pages name one: masked unless identifiers are shown."""
    return f"Patient {plain_text(row.patient_name)} · {plain_text(row.patient_id)}"


def name_claim(row: Any) -> str:
    """A claim by its ICN, days of service and lines."""
    number = row.payer_claim_control_number or row.patient_control_number
    days = [format_date(row.service_date), format_date(row.through_service_date)]
    said = days[0] if days[0] == days[1] else " to ".join(days)
    return f"Claim {plain_text(number)}, {said}, {format_count(int(row.lines), 'line')}"


def name_payment(row: Any) -> str:
    """A check or EFT by its number, date and amount."""
    amount = format_dollars(row.payment_cents).replace("$", "\\$")
    return f"Payment {plain_text(row.payment_trace_number)}, {format_date(row.payment_date)}, {amount}"


def name_provider(row: Any) -> str:
    """A provider by name and NPI."""
    return f"Provider {format_name(row.provider_name)} · {row.provider_npi}"
