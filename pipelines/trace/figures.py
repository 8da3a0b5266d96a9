"""Shows the checks about the line, and every figure that includes it."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.models.catalog import load_checks
from pipelines.trace.layout import show_fields, show_stage, show_table, show_text
from pipelines.trace.stages import Row, Stages

_LINE_TABLES = {
    "ledger.entry",
    "ledger.service_line",
    "ledger.therapy_accrual",
    "ledger.position",
    "mart.line",
    "mart.line_position",
}
_OF_LINE = (
    "payer_name",
    "payee_name",
    "claim_filing_indicator_code",
    "service_date",
    "procedure_code",
    "modifiers",
    "charge_cents",
    "allowed_cents",
    "paid_cents",
    "pool",
    "accrued_before_cents",
    "accrued_after_cents",
    "kx_position",
    "kx_finding",
    "is_denied",
    "denial_category",
)
_MARTS: tuple[tuple[str, str], ...] = (
    (
        "mart.threshold_crossing",
        "select order_basis, visits, lines, kx_lines, prior_use_cents, accrued_cents, kx_crossing_date, days_to_kx,"
        " status, kx_crossing_line_key = $key as is_crossing_line from warehouse.mart.threshold_crossing"
        " where $is_standing and beneficiary_key = $beneficiary and pool = $pool and calendar_year = $year"
        " order by order_basis",
    ),
    (
        "mart.provider_kx",
        "select period_type, period_start, beneficiaries, kx_beneficiaries, lines, kx_lines, below_kx_lines,"
        " early_kx_lines, over_lines, over_kx_lines, all_kx_category from warehouse.mart.provider_kx"
        " where provider_npi = $provider and $pool is not null and $is_standing"
        " and period_start in (date_trunc('month', $service_date), date_trunc('year', $service_date))"
        " and (period_type = 'year' or period_start = date_trunc('month', $service_date))"
        " and (period_type = 'month' or period_start = date_trunc('year', $service_date))"
        " order by period_type",
    ),
    (
        "mart.denial_event",
        "select event_number, payment_date, claim_status_code, modifiers, is_denied, adjustment_group_code as 'group',"
        " adjustment_reason_code as reason, allowed_cents, standing_category, service_line_key = $key as is_this"
        " from warehouse.mart.denial_event where denial_service_line_key = $denial order by event_number",
    ),
    (
        "mart.denial",
        "select denial_category, state, times_denied, first_denied_date, reopening_deadline, expected_allowed_cents,"
        " recovered_date, recovered_allowed_cents, days_to_recover"
        " from warehouse.mart.denial where service_line_key = $denial",
    ),
    (
        "mart.leakage_by_month",
        "select leakage.first_denied_month, leakage.denial_category, leakage.denied_services,"
        " leakage.expected_allowed_cents, leakage.recovered_cents, leakage.open_cents, leakage.expired_cents"
        " from warehouse.mart.leakage_by_month as leakage inner join warehouse.mart.denial as denial"
        " on leakage.first_denied_month = denial.first_denied_month"
        " and leakage.denial_category = denial.denial_category where denial.service_line_key = $denial",
    ),
)


def show_checks(stages: Stages, line: Row) -> Iterator[str]:
    """The truths that were checked over tables in which the line stands."""
    yield from show_stage(7, "checks", "Checks of the tables that hold the line, tolerance zero.")
    names = [check.name.partition(".")[2] for check in load_checks() if check.reads & _LINE_TABLES]
    yield from show_table(
        stages.rows(
            "select check_name, severity,"
            " case when is_passed then 'passed' else format('{:,} exceptions', offenders) end as verdict,"
            " exists (from warehouse.mart.check_offender as one where one.check_name = result.check_name"
            " and contains(one.offender, $key)) as is_about_this_line"
            " from warehouse.mart.check_result as result where list_contains($names, check_name) order by check_name",
            names=names,
            key=line["service_line_key"],
        )
    )


def show_marts(stages: Stages, line: Row) -> Iterator[str]:
    """Every row of the serving tables that counts the line."""
    yield from show_stage(8, "mart", "Every figure that includes the line.")
    standing = stages.row("from warehouse.mart.line where service_line_key = $key", key=line["service_line_key"])
    yield "   mart.line"
    if standing:
        yield from show_fields({name: standing[name] for name in _OF_LINE})
    else:
        yield from show_text(f"It is not a final line: {_explain_absence(line)}. mart.line does not hold it.")
    parameters = _gather_parameters(stages, line, is_standing=standing is not None)
    for name, sql in _MARTS:
        named = {key: value for key, value in parameters.items() if f"${key}" in sql}
        rows = stages.rows(sql, **named)
        if rows:
            yield f"   {name}"
            yield from show_table(rows)


def _explain_absence(line: Row) -> str:
    if line["claim_category"] == "taken_back":
        return f"it was reversed on {line['taken_back_date']}"
    if line["claim_category"] == "reversal":
        return "it is part of a reversal of an earlier claim payment"
    return "it was denied, and a later adjudication of the same service replaced it"


def _gather_parameters(stages: Stages, line: Row, *, is_standing: bool) -> Row:
    event = stages.row(
        "select denial_service_line_key from warehouse.mart.denial_event where service_line_key = $key",
        key=line["service_line_key"],
    )
    return {
        "key": line["service_line_key"],
        "beneficiary": line["beneficiary_key"],
        "pool": line["pool"],
        "year": line["calendar_year"],
        "provider": line["provider_npi"],
        "service_date": line["service_date"],
        "is_standing": is_standing,
        "denial": event["denial_service_line_key"] if event else None,
    }
