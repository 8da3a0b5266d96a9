"""One million lines through the models, each with its time, against a bare window and a plain copy of the results."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import duckdb

from pipelines.models.catalog import load_models
from pipelines.models.construction import build_models
from pipelines.settings import load_settings
from pipelines.store.archive import connect
from pipelines.store.crash_recovery import open_archive
from pipelines.store.home import Home, clear_drafts, hold_home
from pipelines.store.warehouse import open_draft

# The least that anyone could do with the same lines from where the models start: dates, people and payers brought
# together, one running sum beside the lines, and two totals.
_BARE = """
    create table bare.main.running_sum as
    select
        service_line.*,
        claim_payment.patient_number,
        claim_payment.payer_claim_control_number,
        claim_payment.received_date,
        payment.payment_date,
        payment.payment_trace_number,
        payment.payee_npi,
        sum(service_line.reported_allowed_cents) over (
            partition by
                claim_payment.patient_number,
                contains(service_line.modifiers, 'GO'),
                year(service_line.service_date)
            order by
                coalesce(claim_payment.received_date, payment.payment_date),
                payment.payment_date,
                payment.payment_trace_number,
                service_line.line_place
            rows between unbounded preceding and current row
        ) as accrued_cents
    from staging.service_line
    inner join staging.claim_payment
        on service_line.claim_place = claim_payment.claim_place
    inner join staging.payment
        on claim_payment.payment_place = payment.payment_place;
    create table bare.main.by_provider as
    select rendering_npi, date_trunc('month', service_date) as service_month, count(*) as lines,
        sum(reported_allowed_cents) as allowed_cents
    from bare.main.running_sum
    group by all;
    create table bare.main.by_beneficiary as
    select patient_number, contains(modifiers, 'GO') as is_ot, year(service_date) as calendar_year, count(*) as lines,
        sum(reported_allowed_cents) as allowed_cents
    from bare.main.running_sum
    group by all;
"""

# The same over finished lines, keeping only the key and the sum: what a window alone costs. It is no measure of a
# warehouse, since the tables that the contract asks for cost many times that to write; printed for comparison.
_NARROW = """
    create table bare.main.narrow_sum as
    select
        service_line_key,
        sum(allowed_cents) over (
            partition by beneficiary_key, pool, calendar_year
            order by received_date, payment_date, payment_trace_number, service_line_key
            rows between unbounded preceding and current row
        ) as accrued_cents
    from mart.line;
    create table bare.main.narrow_provider as
    select provider_npi, service_month, count(*) as lines, sum(allowed_cents) as allowed_cents
    from mart.line
    group by provider_npi, service_month;
    create table bare.main.narrow_beneficiary as
    select beneficiary_key, pool, calendar_year, count(*) as lines, sum(allowed_cents) as allowed_cents
    from mart.line
    group by beneficiary_key, pool, calendar_year;
"""


# Marts of provider risk and time that only count; those that infer are found as Python files.
_COUNTED = {
    "mart.annotation", "mart.control_rule", "mart.diagnosis_kx", "mart.kx_start", "mart.official_definition",
    "mart.peer_band", "mart.provider_day", "mart.provider_day_line", "mart.public_peer", "mart.signature_confusion",
    "mart.time_account",
}  # fmt: skip
# Read by the time page alone by now, but part of the models before it.
_OLDER = {"mart.crossing_provider"}


def list_statistics() -> set[str]:
    """The tables of provider risk and time: those that infer or count for it, and all that only such tables read."""
    models = {model.name: model for model in load_models()}
    readers = {name: {other for other, model in models.items() if name in model.reads} for name in models}
    found = {name for name, model in models.items() if not model.sql and model.stage == "mart"} | _COUNTED
    while more := {name for name, by in readers.items() if by and by <= found} - found:
        found |= more
    return found - _OLDER


def time_models(home_folder: Path) -> dict[str, float]:
    """Seconds of the models and of both baselines, on the same connection, all written to files.

    The models run twice: as in a first build, which freezes the forecasts of all past months, and once more
    in turn, with these kept, for the seconds of each.
    """
    settings = load_settings(home_folder)
    home = Home(settings.home)
    answer: dict[str, float] = {}
    with hold_home(home), connect(settings, home) as connection:
        clear_drafts(home)
        archive = open_archive(connection, home, None)
        with open_draft(archive, settings, None) as draft:
            answer["models_seconds"] = _time_build(draft, {}, is_in_turn=False)
            archive.keep_forecasts(1)
            answer["bare_seconds"] = _time_bare(draft, home.drafts / "bare.duckdb", _BARE)
            answer["narrow_seconds"] = _time_bare(draft, home.drafts / "narrow.duckdb", _NARROW)
            answer["copy_seconds"] = _time_copy(draft, home.drafts / "copy.duckdb")
            answer["lines"] = draft.execute("select count(*) from source.service_line").fetchall()[0][0]
        clear_drafts(home)
        with open_draft(archive, settings, None) as draft:
            answer["in_turn_seconds"] = _time_build(draft, answer, is_in_turn=True)
    return answer


def _time_build(draft: duckdb.DuckDBPyConnection, steps: dict[str, float], *, is_in_turn: bool) -> float:
    started = perf_counter()
    build_models(draft, lambda name, rows, seconds: steps.update({name: seconds}), is_in_turn=is_in_turn)
    draft.execute("checkpoint draft")
    return perf_counter() - started


def _time_bare(draft: duckdb.DuckDBPyConnection, path: Path, statements: str) -> float:
    draft.execute(f"attach '{path}' as bare")
    started = perf_counter()
    draft.execute(statements)
    draft.execute("checkpoint bare")
    seconds = perf_counter() - started
    draft.execute("detach bare")
    return seconds


def _time_copy(draft: duckdb.DuckDBPyConnection, path: Path) -> float:
    tables = draft.execute(
        "select schema_name, table_name from duckdb_tables()"
        " where database_name = 'draft' and schema_name in ('ledger', 'mart')"
    ).fetchall()
    draft.execute(f"attach '{path}' as copy")
    started = perf_counter()
    for schema, table in tables:
        draft.execute(f"create schema if not exists copy.{schema}")
        draft.execute(f"create table copy.{schema}.{table} as from draft.{schema}.{table}")
    draft.execute("checkpoint copy")
    seconds = perf_counter() - started
    draft.execute("detach copy")
    return seconds
