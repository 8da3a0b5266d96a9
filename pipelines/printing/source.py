"""Reads what a document needs from the marts; who a patient is comes masked unless identifiers are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from pipelines.casebook import Casebook
from pipelines.digest.figures import Extent
from pipelines.digest.sentences import name_category
from pipelines.models.named_query import Row, run_query
from pipelines.plain_words import say_date, say_name

_QUERIES = Path(__file__).parent / "queries"
_HIDDEN = "•••"
_IDENTIFIERS = frozenset(("patient_id", "payer_claim_control_number", "patient_control_number"))
_PATIENT_NAME = "patient_name"
_NAMES = frozenset((_PATIENT_NAME, "payee_name", "provider_name"))
_LAST_SHOWN = 4


@dataclass(frozen=True)
class Choice:
    """What a document is filtered by; null means everything. Months by their first days, both ends included."""

    period_start: date | None = None
    period_end: date | None = None
    payee_npi: str | None = None
    provider_npi: str | None = None
    pool: str | None = None
    payer_name: str | None = None
    category: str | None = None

    def to_parameters(self) -> dict[str, object]:
        """As queries name them."""
        return dict(vars(self))


@dataclass(frozen=True)
class Source:
    """One published version of the warehouse and its casebook; `is_named` shows who the patients are."""

    connection: duckdb.DuckDBPyConnection
    extent: Extent
    casebook: Casebook
    is_named: bool = False
    _names: dict[str, str] = field(default_factory=dict)

    def rows(self, name: str, **asked: object) -> list[Row]:
        """Rows of queries/<name>.sql, names as people write them."""
        found = run_query(self.connection, _QUERIES / f"{name}.sql", **asked)
        return [_write_names(row if self.is_named else _mask(row)) for row in found]

    def name_provider(self, npi: str | None) -> str:
        """The provider's name with the NPI, else the NPI."""
        if not self._names:
            self._names.update({row["provider_npi"]: row["provider_name"] for row in self.rows("provider_names")})
        name = self._names.get(npi or "")
        return f"{name} ({npi})" if name else npi or "not named"

    def say_months(self, choice: Choice) -> str:
        """The period in words."""
        start, end = choice.period_start, choice.period_end
        if start is None and end is None:
            return "all months"
        if start == end and start:
            return f"{start:%b %Y}"
        return f"{f'{start:%b %Y}' if start else 'the first month'} to {f'{end:%b %Y}' if end else 'the last month'}"

    def say_filters(self, choice: Choice) -> str:
        """What is filtered, in words."""
        clinic = f"clinic {choice.payee_npi}" if choice.payee_npi else "all clinics"
        provider = f"provider {self.name_provider(choice.provider_npi)}" if choice.provider_npi else "all providers"
        payer = f"payer {choice.payer_name}" if choice.payer_name else "all payers"
        said = [self.say_months(choice), clinic, provider, say_pool(choice.pool), payer]
        return ", ".join([*said, *([f"category {name_category(choice.category)}"] if choice.category else [])])


def say_pool(pool: str | None) -> str:
    """The threshold category in words."""
    return {"PT_SLP": "PT and SLP", "OT": "OT"}.get(pool or "", "PT+SLP and OT")


def say_day(day: date | None) -> str:
    """A date, empty where there is none."""
    return say_date(day) if day else ""


def mask_identifier(identifier: str) -> str:
    """An identifier by its last four characters; of a short one at most half."""
    shown = min(_LAST_SHOWN, len(identifier) // 2)
    return _HIDDEN + (identifier[-shown:] if shown else "")


def _mask(row: Row) -> Row:
    masked = dict(row)
    for name in row.keys() & _IDENTIFIERS:
        masked[name] = mask_identifier(row[name]) if row[name] else row[name]
    if _PATIENT_NAME in row:
        masked[_PATIENT_NAME] = _HIDDEN
    return masked


def _write_names(row: Row) -> Row:
    return row | {name: say_name(row[name]) for name in row.keys() & _NAMES}
