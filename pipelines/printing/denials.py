"""The denial list on paper: lost, recoverable, recovered; open services with route and deadline; all the others."""

from __future__ import annotations

from pipelines.documents.charts import Series, draw_bars
from pipelines.documents.sections import Chart, ReportTable, Section, make_table
from pipelines.models.named_query import Row
from pipelines.plain_words import say_count, say_date, say_dollars, say_exact_dollars
from pipelines.printing.accounts import say_denial
from pipelines.printing.document import Document, write_method
from pipelines.printing.source import Choice, Source, say_day
from pipelines.printing.words import ROUTE_NAMES

_METHOD = (
    "A denied service counts once, however often it was denied, in the month of its first denial. Dollars are estimated"
    " allowed amounts, not charges: the median allowed per unit of the same procedure and clinic. Lost: the reopening"
    " deadline passed by the data-through date. Recoverable: still open. Duplicates and lines with a signed ABN (GA)"
    " are listed and not counted as leakage. Deadlines are dates; count the days left from the day on which you read"
    " this.",
)
_PARAMETERS = ("reopening_years", "timely_filing_years", "recovered_in_part_percent")
_PARTS = (("recovered", "Recovered", "#2270be"), ("open", "Recoverable", "#9a5b00"), ("expired", "Lost", "#33373e"))


def write_denial_list(source: Source, choice: Choice) -> Document:
    """All denied services first denied in the period, those to work on first."""
    asked = choice.to_parameters()
    totals, services = source.rows("denial_totals", **asked)[0], source.rows("denial_services", **asked)
    months = source.rows("denial_months", **asked)
    open_services = [row for row in services if row["state"] == "open" and row["is_loss"]]
    others = [row for row in services if not (row["state"] == "open" and row["is_loss"])]
    sections = (
        Section(_say_answer(totals), _say_totals(totals), _list_months(months), draw_denial_months(months)),
        _list_open(open_services),
        _list_others(others),
        write_method(source, _METHOD, _PARAMETERS),
    )
    months_said = source.say_months(choice)
    title = f"Denial list: {months_said}"
    return Document(title, title, source.say_filters(choice), sections, len(services), is_landscape=True)


def _say_answer(totals: Row) -> str:
    if not totals["services"]:
        return "No denied services under these filters"
    lost, open_, recovered = (say_dollars(totals[f"{name}_cents"]) for name in ("expired", "open", "recovered"))
    return f"{say_count(totals['services'], 'denied service')}: {lost} lost, {open_} recoverable, {recovered} recovered"


def _say_totals(totals: Row) -> tuple[str, ...]:
    lost, still_open = f"{totals['expired']:,} past the reopening deadline", f"{totals['open']:,} open"
    counted = f"{lost}, {still_open}, {totals['recovered']:,} recovered."
    beside = (
        f"Not counted: {say_count(totals['duplicates'], 'duplicate')} and"
        f" {say_count(totals['signed_notices'], 'service')} with a signed ABN."
    )
    without = totals["without_amount"]
    missing = (f"{say_count(without, 'service')} without an estimate count as $0.",) if without else ()
    return (counted, beside, *missing)


def draw_denial_months(months: list[Row]) -> tuple[Chart, ...]:
    """Dollars recovered, recoverable and lost by month of first denial; none where nothing was denied."""
    if not months:
        return ()
    labels = [f"{row['first_denied_month']:%b %Y}" for row in months]
    series = [Series(name, color, tuple(row[f"{part}_cents"] for row in months)) for part, name, color in _PARTS]
    totals = ", ".join(f"{say_dollars(sum(each.values))} {each.name.lower()}" for each in series)
    svg = draw_bars(labels, series, "Estimated allowed", is_dollars=True)
    alt = f"Bars of denied services by month of first denial: {totals}."
    return (Chart("Denied services by month of first denial, at estimated allowed amounts", svg, alt),)


def _list_months(months: list[Row]) -> tuple[ReportTable, ...]:
    rows = [
        (
            *(f"{row['first_denied_month']:%b %Y}", f"{row['services']:,}"),
            *(say_exact_dollars(row[f"{part}_cents"]) for part, _, _ in _PARTS),
        )
        for row in months
    ]
    return make_table("By month of first denial", ("Month", "Services", "Recovered", "Recoverable", "Lost"), rows, 4)


def _list_open(services: list[Row]) -> Section:
    headings = (
        *("Priority", "ICN", "Patient account no.", "DOS", "Code", "Modifiers", "Denial", "Add", "Correction route"),
        *("Submit via", "Filing deadline", "Open (est.)"),
    )
    rows = [
        (
            *(f"{row['priority_rank']:,}" if row["priority_rank"] else "", row["payer_claim_control_number"]),
            *(row["patient_control_number"], say_day(row["service_date"]), row["procedure_code"]),
            *(row["modifiers"].replace(",", " "), say_denial(row), row["modifier_to_add"]),
            *(_name_route(row["route_category"]), row["channel"]),
            *(say_day(row["route_last_date"]), _say_amount(row["expected_allowed_cents"])),
        )
        for row in services
    ]
    if not rows:
        return Section("No open denied services", ("Nothing is left to correct under these filters.",))
    title = f"{say_count(len(rows), 'open service')} to correct, by priority"
    return Section(title, (), make_table("Open denied services", headings, rows, 1, is_fitted=True))


def _name_route(code: str | None) -> str:
    return ROUTE_NAMES[code] if code else "no correction route remains"


def _list_others(services: list[Row]) -> Section:
    headings = (
        *("State", "ICN", "Patient account no.", "DOS", "Code", "Modifiers", "Denial", "First denied", "Denied"),
        *("Reopening deadline", "Recovered on", "Estimated", "Recovered"),
    )
    rows = [
        (
            *(_say_state(row), row["payer_claim_control_number"], row["patient_control_number"]),
            *(say_day(row["service_date"]), row["procedure_code"], row["modifiers"].replace(",", " ")),
            *(say_denial(row), say_date(row["first_denied_date"]), say_count(row["times_denied"], "time")),
            *(say_day(row["reopening_deadline"]), say_day(row["recovered_date"])),
            *(_say_amount(row["expected_allowed_cents"]), _say_amount(row["recovered_allowed_cents"])),
        )
        for row in services
    ]
    if not rows:
        return Section("No other denied services", ("No service was recovered, lost, a duplicate or under an ABN.",))
    title = f"{say_count(len(rows), 'other denied service')}: recovered, lost, duplicates, signed ABN"
    return Section(title, (), make_table("Other denied services", headings, rows, 2, is_fitted=True))


def _say_state(row: Row) -> str:
    if row["state"] == "duplicate":
        return "Duplicate"
    if not row["is_loss"]:
        return "Signed ABN"
    return {"recovered": "Recovered", "expired": "Lost", "open": "Open"}[row["state"]]


def _say_amount(cents: int | None) -> str:
    return "" if cents is None else say_exact_dollars(cents)
