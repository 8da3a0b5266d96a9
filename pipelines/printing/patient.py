"""The patient file on paper: each threshold category and year with its position, its steps and all its lines."""

from __future__ import annotations

from pipelines.errors import UsageError
from pipelines.models.named_query import Row
from pipelines.printing.accounts import name_account, write_account
from pipelines.printing.document import Document, write_method
from pipelines.printing.source import Source

METHOD = (
    "A line accrues its allowed amount to the threshold category of its discipline, in the order in which Medicare"
    " received the claims (received date, else payment date). KX is early where the running total after the line, known"
    " prior use included, is not over the threshold, and the line is not on the visit or claim that crosses it. A"
    " denied line adds nothing.",
)
PARAMETERS = ("counted_after_received_days", "counted_before_payment_days", "open_patient_days")


def write_patient_file(source: Source, beneficiary_key: str, pool: str | None, year: int | None) -> Document:
    """All accounts of a patient, else those of one threshold category or year. Raises UsageError for nobody known."""
    accounts = read_accounts(source, beneficiary_key, pool, year)
    name = name_patient(source, beneficiary_key)
    written = [write_account(source, account, begins_page=place > 0) for place, account in enumerate(accounts)]
    sections = (*(section for section, _ in written), write_method(source, METHOD, PARAMETERS))
    filters = "; ".join(name_account(account) for account in accounts)
    filters += ", all clinics, providers and payers of the practice"
    return Document(
        f"Patient file: {name}",
        f"Patient {name}",
        filters,
        sections,
        sum(lines for _, lines in written),
        is_landscape=True,
    )


def read_accounts(source: Source, beneficiary_key: str, pool: str | None, year: int | None) -> list[Row]:
    """The accounts asked for. Raises UsageError."""
    found = source.rows("account_list", beneficiary_key=beneficiary_key, pool=pool, calendar_year=year)
    if found:
        return found
    if source.rows("patient_name", beneficiary_key=beneficiary_key):
        raise UsageError(
            "This patient has no lines that count toward that threshold category and year. Nothing was printed."
        )
    raise UsageError(
        "No patient has this key in the current data. Nothing was printed; copy the key from the address of the"
        " patient's page."
    )


def name_patient(source: Source, beneficiary_key: str) -> str:
    """Name and identifier as far as they may be shown."""
    found = source.rows("patient_name", beneficiary_key=beneficiary_key)
    if not found:
        return "not named"
    names = (found[0]["patient_name"] if source.is_named else "", found[0]["patient_id"])
    return " · ".join(name for name in names if name)
