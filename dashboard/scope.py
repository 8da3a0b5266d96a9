"""What a role may see: rows of its clinics and of closed months, cut out of the warehouse before any query runs.

Decision 0108.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_SCOPED_PATH = "set search_path = 'memory.main'"
_NO_ROW = "false"
# Runs one statement of the connection that is being opened.
Execute = Callable[..., Any]


@dataclass(frozen=True)
class Scope:
    """One restriction: `clinics` none for all; `months` the first days of closed months, null for all months."""

    role: str
    clinics: tuple[str, ...] = ()
    months: tuple[date, ...] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is cut out, so that queries read the warehouse itself."""
        return self.role != "biller" and not self.clinics and self.months is None


EVERYTHING = Scope("officer")


def search_path(scope: Scope) -> str:
    """Where the queries of a scope find their tables: views in memory, which hide the warehouse's own."""
    return "set search_path = 'warehouse.main,memory.main'" if scope.is_everything else _SCOPED_PATH


def restrict(execute: Execute, scope: Scope) -> None:
    """Put a view over every table of the warehouse attached to a connection, with no more rows than `scope` allows."""
    execute((_FOLDER / "scope.sql").read_text(encoding="utf-8"))
    execute("insert into memory.scope.clinic select unnest($clinics)", {"clinics": list(scope.clinics)})
    months = {"months": list(scope.months or ())}
    execute("insert into memory.scope.closed_month select unnest(cast($months as date[]))", months)
    flags = {"has_clinics": bool(scope.clinics), "has_months": scope.months is not None}
    execute("insert into memory.scope.restriction values ($has_clinics, $has_months)", flags)
    execute("create schema memory.mart")
    for table in _list_tables(execute):
        condition = _conditions(scope.role).get(table, _NO_ROW)
        execute(f'create view memory.mart."{table}" as from warehouse.mart."{table}" where {condition}')


def _list_tables(execute: Execute) -> list[str]:
    """The tables of the mart, those that others build on first."""
    found = execute(
        "select table_name from duckdb_tables() where database_name = 'warehouse' and schema_name = 'mart'"
    ).fetchall()
    order = list(_read_scope()["rows"])
    names = [str(name) for (name,) in found]
    return sorted(names, key=lambda name: order.index(name) if name in order else len(order))


def _conditions(role: str) -> dict[str, str]:
    conditions: dict[str, str] = dict(_read_scope()["rows"])
    if role == "biller":
        conditions |= dict.fromkeys(_read_scope()["roles"]["hidden_from_biller"], _NO_ROW)
    return conditions


@cache
def _read_scope() -> dict[str, dict[str, str]]:
    return tomllib.loads((_FOLDER / "scope.toml").read_text(encoding="utf-8"))
