"""The month summary on paper: the findings of the month's report without signatures, and the course of the months."""

from __future__ import annotations

from pipelines.documents.sections import Section
from pipelines.month import Month
from pipelines.pack.facts import read_facts
from pipelines.pack.findings import write_findings
from pipelines.printing.denials import draw_denial_months
from pipelines.printing.document import Document, write_method
from pipelines.printing.source import Choice, Source

_METHOD = (
    "Lines count in the month of their date of service, crossings and denials in the month of the payment that"
    " reported them. A line accrues its allowed amount to the threshold category of its discipline, in the order in"
    " which Medicare received the claims. Dollars of denials are estimated allowed amounts, not charges.",
)
_PARAMETERS = ("all_kx_minimum_beneficiaries", "reopening_years", "open_patient_days", "small_count_below")
_MONTHS_DRAWN = 24


def write_month_summary(source: Source, month: Month) -> Document:
    """The findings of a month. Raises UsageError for a month outside the data, or where nothing was imported."""
    facts = read_facts(source.connection, month)
    sections = (*write_findings(facts), *_draw_denials(source, month), write_method(source, _METHOD, _PARAMETERS))
    filters = f"{month.name}, all clinics, all providers, PT+SLP and OT, all payers"
    rows = sum(len(table.rows) for section in sections for table in section.tables)
    return Document(f"Month summary: {month.name}", f"Month summary, {month.name}", filters, sections, rows)


def _draw_denials(source: Source, month: Month) -> tuple[Section, ...]:
    """Denied services by month of first denial up to this one; none where nothing was denied."""
    rows = source.rows("denial_months", **Choice(period_end=month.start).to_parameters())[-_MONTHS_DRAWN:]
    if not rows:
        return ()
    return (Section(f"Denied services by month, up to {month.name}", (), (), draw_denial_months(rows)),)
