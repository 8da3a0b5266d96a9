"""One million lines through the models, each with its time, against a bare window and a plain copy of the results."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import duckdb

from pipelines.archive import connect
from pipelines.catalog import build_models
from pipelines.home import Home, clear_drafts, hold_home
from pipelines.recovery import open_archive
from pipelines.settings import load_settings
from pipelines.warehouse import open_draft

# The least that anyone could do with the same lines: one running sum, and two totals.
_BARE = """
    create table bare.main.running_sum as
    select
        service_line_key,
        sum(allowed_cents) over (
            partition by beneficiary_key, pool, calendar_year
            order by received_date, payment_date, payment_trace_number, service_line_key
            rows between unbounded preceding and current row
        ) as accrued_cents
    from mart.line;
    create table bare.main.by_provider as
    select provider_npi, service_month, count(*) as lines, sum(allowed_cents) as allowed_cents
    from mart.line
    group by provider_npi, service_month;
    create table bare.main.by_beneficiary as
    select beneficiary_key, pool, calendar_year, count(*) as lines, sum(allowed_cents) as allowed_cents
    from mart.line
    group by beneficiary_key, pool, calendar_year;
"""


def time_models(home_folder: Path) -> dict[str, float]:
    """Seconds of the models and of both baselines, on the same connection, all written to files."""
    settings = load_settings(home_folder)
    home = Home(settings.home)
    answer: dict[str, float] = {}
    with hold_home(home), connect(settings, home) as connection:
        clear_drafts(home)
        archive = open_archive(connection, home, None)
        with open_draft(archive, settings, None) as draft:
            started = perf_counter()
            build_models(draft, lambda name, rows, seconds: answer.update({name: seconds}))
            draft.execute("checkpoint draft")
            answer["models_seconds"] = perf_counter() - started
            answer["bare_seconds"] = _time_bare(draft, home.drafts / "bare.duckdb")
            answer["copy_seconds"] = _time_copy(draft, home.drafts / "copy.duckdb")
            answer["lines"] = draft.execute("select count(*) from source.service_line").fetchall()[0][0]
    return answer


def _time_bare(draft: duckdb.DuckDBPyConnection, path: Path) -> float:
    draft.execute(f"attach '{path}' as bare")
    started = perf_counter()
    draft.execute(_BARE)
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
