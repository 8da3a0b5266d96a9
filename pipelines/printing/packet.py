"""The review packet of a patient: remittance lines, running position, documentation checklist, records to attach."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from pipelines.casework import readiness
from pipelines.documents.sections import Section, make_table
from pipelines.models.named_query import Row
from pipelines.plain_words import say_count, say_date
from pipelines.printing.accounts import name_account, write_account
from pipelines.printing.document import Document, read_rule, write_method
from pipelines.printing.patient import METHOD, PARAMETERS, name_patient, read_accounts
from pipelines.printing.source import Source
from pipelines.printing.words import CASE_NAMES

_RECORDS = Path(__file__).with_name("record.csv")
_ANSWERS = {"yes": "Yes", "no": "No", "not_applicable": "Not applicable"}
TREATMENT_DAYS = "progress_report_treatment_days"
_RULES = (*PARAMETERS, TREATMENT_DAYS, "plan_of_care_days")


def write_packet(source: Source, beneficiary_key: str, pool: str | None, year: int | None) -> Document:
    """The packet of the newest account, else of the one asked for. Raises UsageError for nobody known."""
    account = read_accounts(source, beneficiary_key, pool, year)[0]
    asked = {part: account[part] for part in ("beneficiary_key", "pool", "calendar_year")}
    name = name_patient(source, beneficiary_key)
    lines, count = write_account(source, account)
    days = [row["service_date"] for row in source.rows("treatment_days", **asked)]
    sections = (
        *_list_checklists(source, asked),
        _list_records(account, days, read_rule(source, TREATMENT_DAYS)),
        lines,
        write_method(source, METHOD, _RULES),
    )
    filters = f"{name_account(account)}, all clinics, providers and payers of the practice"
    title = f"Review packet: {name}, {name_account(account)}"
    return Document(title, f"Review packet, patient {name}", filters, sections, count, is_landscape=True)


def _list_checklists(source: Source, asked: dict[str, object]) -> tuple[Section, ...]:
    """The checklist of each case about the account; one that nobody answered where there is no case."""
    recorded = readiness.derive_readiness(source.casebook.read(kinds=readiness.KINDS))
    cases = source.rows("account_cases", **asked)
    known = [
        (CASE_NAMES[case["case_category"]], recorded[case["case_key"]])
        for case in cases
        if case["case_key"] in recorded
    ]
    return tuple(_write_checklist(category, found) for category, found in known) or (
        _write_checklist("", readiness.Readiness("")),
    )


def _write_checklist(category: str, found: readiness.Readiness) -> Section:
    items = readiness.read_items()
    missing = len(readiness.list_missing(found))
    rows = [
        (item.question, _ANSWERS.get(found.answers.get(item.code, ""), "Not answered"), item.source) for item in items
    ]
    by = "Nobody has answered the checklist yet."
    if found.answered_date:
        by = f"Answered by {found.answered_by} on {say_date(found.answered_date)}, checklist version {found.version}."
    note = (f"Where in the chart: {found.note}",) if found.note else ()
    of_case = f" (case: {category})" if category else ""
    title = f"Documentation checklist{of_case}: {missing} of {len(items)} not confirmed"
    return Section(
        title, (by, *note), make_table("Answered from the chart by a person", ("Question", "Answer", "Source"), rows)
    )


def _list_records(account: Row, days: list[date], every: int) -> Section:
    """What to copy from the chart, with the dates that the remittances name."""
    dates = _find_dates(account, days, every)
    with _RECORDS.open(encoding="utf-8", newline="") as handle:
        rows = [(row["record"], dates[row["dates"]], "[   ]", row["source"]) for row in csv.DictReader(handle)]
    return Section(
        f"Records to attach for {say_count(len(days), 'treatment day')}",
        ("Check each record off when it is attached. Dates are those of the remittances, also of denied lines.",),
        make_table("Records to attach", ("Record", "For", "Attached", "Source"), rows),
    )


def _find_dates(account: Row, days: list[date], every: int) -> dict[str, str]:
    crossing = account["kx_crossing_date"]
    due = [say_date(days[place]) for place in range(every - 1, len(days), every)]
    first, last = say_date(account["first_service_date"]), say_date(account["last_service_date"])
    return {
        "first": f"Start of care, first service here {first}",
        "last": f"After {last}",
        "span": f"{first} to {last}",
        "days": ", ".join(say_date(day) for day in days),
        "reports": f"By {'; '.join(due)}" if due else f"Fewer than {every} treatment days so far",
        "crossing": f"From {say_date(crossing)} on" if crossing else "No line crossed the threshold",
        "prior_use": f"Calendar year {account['calendar_year']}",
    }
