"""Judges claim lines with the models that judge remittances: the claim lines take the place of paid lines.

The position against the threshold, the expected allowed amount and the meaning of modifiers are each defined in one
model, which runs here over other rows. So a claim is judged before it goes out by what will judge its remittance.

Decision 0136.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.errors import UsageError
from pipelines.models.catalog import SQL_FOLDER, find_sources, read_header, read_model
from pipelines.store.home_files import open_version
from pipelines.store.home_key import HomeKey

# what is read from the warehouse: the knowledge that the claims are held against
_KNOWN = tuple(
    f"ledger.{name}"
    for name in (
        "known_answer", "identity", "allowed_per_unit", "fee_schedule", "threshold", "claim_payment", "service_line",
        "accruing_line", "account", "beneficiary", "documented_visit", "documented_minutes",
        "documentation_rule", "patient_numbering",
    )
)  # fmt: skip
# The tables in their order. A pair names a ledger table and the claim table that takes its place from there on; what
# stands before it reads the table of the warehouse.
_STEPS: tuple[str | tuple[str, str], ...] = (
    "staging.claim_check",
    "ledger.checked_again",
    "ledger.checked_line",
    "claim.submitted",
    "claim.pending",
    "claim.counted_line",
    ("staging.service_line", "claim.counted_line"),
    "ledger.modifier_set",
    "claim.line",
    "claim.replaced_amount",
    ("ledger.service_line", "claim.line"),
    ("ledger.denied_service", "claim.line"),
    "ledger.expected_allowed",
    "ledger.fee_estimate",
    "claim.pending_amount",
    "claim.account",
    "claim.accruing_line",
    ("ledger.account", "claim.account"),
    ("ledger.prior_use_step", "claim.account"),
    ("ledger.accruing_line", "claim.accruing_line"),
    "ledger.therapy_accrual",
    "claim.modifier",
    "claim.kx_fault",
    "claim.modifier_fault",
    "claim.procedure_fault",
    "claim.slot_fault",
    "claim.original_fault",
    "claim.long_day",
    "claim.documentation_fault",
    "claim.minute_fault",
    "claim.broken_rule",
    "claim.finding",
)
# what no finding reads is not computed: the engine drops that branch of the model
_WANTED = {"ledger.therapy_accrual": "order_basis = 'received'"}
# rows that are only passed on are not written down in between
_PASSED_ON = ("claim.counted_line",)
# Where no date is known (nothing was paid yet), the order of the lines still needs one.
_NO_DATE = date(2000, 1, 1)


@contextmanager
def open_check(version: Path, key: HomeKey | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that sees what the warehouse knows. Raises UsageError for an older warehouse."""
    with open_version(version, key) as connection:
        for schema in ("source", "staging", "ledger", "claim", "reference"):
            connection.execute(f"create schema {schema}")
        read = {name for step in _list_built() for name in find_sources(read_header(read_model(step))["source"])}
        lists = sorted(name for name in read if name.startswith("reference."))
        try:
            for name in (*_KNOWN, *lists):
                connection.execute(f"create view {name} as from opened.{name}")
        except duckdb.CatalogException:
            raise UsageError(
                "The warehouse was built by an earlier kxwatch. Run `kxwatch build` once, then check again."
            ) from None
        connection.execute((SQL_FOLDER / "macros.sql").read_text(encoding="utf-8"))
        yield connection


def read_data_through(connection: duckdb.DuckDBPyConnection) -> date | None:
    """The date through which the warehouse knows payments; None if it knows none."""
    answer = connection.execute("select data_through_date from opened.mart.build_info").fetchone()
    return answer[0] if answer else None


def judge_lines(connection: duckdb.DuckDBPyConnection, lines: pa.Table, check_date: date | None) -> None:
    """Build the claim tables from `lines` (as `source.claim_line`), up to `claim.finding`."""
    connection.register("incoming", lines)
    connection.execute("create view source.claim_line as from incoming")
    connection.execute(
        "create table source.check_parameter as"
        " select $check_date::date as check_date, $order_date::date as order_date",
        {"check_date": check_date, "order_date": check_date or _NO_DATE},
    )
    for step in _STEPS:
        if isinstance(step, str):
            wanted = _WANTED.get(step, "true")
            kind = "view" if step in _PASSED_ON else "table"
            connection.execute(f"create {kind} {step} as select * from ({read_model(step)}) where {wanted}")
        else:
            connection.execute(f"create or replace view {step[0]} as from {step[1]}")


def _list_built() -> list[str]:
    return [step for step in _STEPS if isinstance(step, str)]
