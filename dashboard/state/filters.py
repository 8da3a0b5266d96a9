"""The filters of every page, kept in the address in codes that a person can read."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.formats import POOL_NAMES, as_date, format_month, format_name, plain_text
from dashboard.scope import Scope
from dashboard.state.url_choice import read_page, settle, write_address
from dashboard.viewer import find_scope
from dashboard.warehouse import current_version, rows

ALL = "all"
NAMES = ("period", "clinic", "provider", "pool", "payer")


@dataclass(frozen=True)
class Period:
    """Whole months: `start` is the first day, `end` the first day of the last month; both null for all months."""

    code: str
    words: str
    start: date | None
    end: date | None


def whole_year(year: int) -> Period:
    """The twelve months of a calendar year."""
    return Period(str(year), str(year), date(year, 1, 1), date(year, 12, 1))


DOES_NOT_APPLY = "does not apply"
ALL_MONTHS = Period(ALL, "All months", None, None)


@dataclass(frozen=True)
class Filters:
    """What a page is asked for: its filters, null meaning everything, and what single pages add to them.

    The pages hand it to every query; `replace` of dataclasses makes a narrower or wider one.
    """

    period: Period
    clinic: str | None = None
    provider: str | None = None
    pool: str | None = None
    payer: str | None = None
    words: str = ""
    category: str | None = None
    calendar_year: int | None = None
    since_date: date | None = None
    threshold: str = "kx"
    clock: str = "days"
    compare: str = "all"
    up_to: int | None = None

    def parameters(self) -> dict[str, object]:
        """Named parameters for dashboard queries: codes, the period as its code, as months and as calendar years."""
        return {
            "period_code": self.period.code,
            "period_start": self.period.start,
            "period_end": self.period.end,
            "first_year": self.period.start.year if self.period.start else None,
            "last_year": self.period.end.year if self.period.end else None,
            "payee_npi": self.clinic,
            "provider_npi": self.provider,
            "pool": self.pool,
            "payer_name": self.payer,
            "category": self.category,
            "calendar_year": self.calendar_year,
            "since_date": self.since_date,
            "threshold": self.threshold,
            "clock": self.clock,
            "compare": self.compare,
            "up_to": self.up_to,
        }

    def address(self, **changes: str) -> dict[str, str]:
        """The address part that repeats these filters with some changed, for a link to another page."""
        own = {"period": self.period.code, "clinic": self.clinic, "provider": self.provider}
        own |= {"pool": self.pool, "payer": self.payer}
        return {name: value for name, value in (own | changes).items() if value}


def read_filters() -> Filters:
    """What the filter row says now; before the row was drawn, the defaults."""
    choices = {name: _chosen(name) for name in NAMES}
    period = next((each for each in _periods() if each.code == choices["period"]), _periods()[0])
    plain = {name: None if code in (ALL, None) else code for name, code in choices.items()}
    return Filters(period, plain["clinic"], plain["provider"], plain["pool"], plain["payer"], _words(period, plain))


def show_filters() -> None:
    """Draw the row, take over what a link asks for, and write the state back into the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        for name, label, options in _selections():
            settle(name, name, options, _default(name))
            reason = _unused().get(name)
            st.selectbox(
                label, list(options), format_func=_label(options), key=name, width=170, help=reason,
                disabled=reason is not None,
            )  # fmt: skip
        if any(_chosen(name) != _default(name) for name in NAMES):
            st.button("Clear filters", on_click=_clear_all, type="tertiary")
    _write_address()


def _selections() -> list[tuple[str, str, dict[str, str]]]:
    """Per filter its name, label and options (code -> words), from the newest warehouse."""
    return _selections_of(current_version(), find_scope())


@lru_cache(maxsize=16)
def _selections_of(version: str | None, scope: Scope) -> list[tuple[str, str, dict[str, str]]]:
    """Asked for many times a page, so kept as long as the version is the newest."""
    clinics = _options("clinic_options", "All clinics")
    providers = _options("provider_options", "All providers")
    payers = _options("payer_options", "All payers")
    periods = {period.code: period.words for period in _periods()}
    pools = {ALL: "PT+SLP and OT"} | POOL_NAMES
    return [
        ("period", "Period", periods),
        ("clinic", "Clinic", clinics),
        ("provider", "Provider", providers),
        ("pool", "Threshold category", pools),
        ("payer", "Payer", payers),
    ]


def _options(query_name: str, everything: str) -> dict[str, str]:
    found = rows(query_name)
    return {ALL: everything} | dict(zip(found["code"], map(format_name, found["words"]), strict=True))


def _periods() -> list[Period]:
    """The newest year first (the default), then trailing months, earlier years, single months and everything."""
    return _periods_of(current_version(), find_scope())


@lru_cache(maxsize=16)
def _periods_of(version: str | None, scope: Scope) -> list[Period]:
    span = rows("period_span").iloc[0]
    last = as_date(span["last_month"])
    if last is None:
        return [ALL_MONTHS]
    first = as_date(span["first_month"]) or last
    years = [whole_year(year) for year in _down(last.year, first.year)]
    months = [Period(f"{day:%Y-%m}", format_month(day), day, day) for day in _months(first, last)]
    trailing = [Period(f"last-{n}", f"Last {n} months", _months_before(last, n - 1), last) for n in (3, 12)]
    return [years[0], *trailing, *years[1:], ALL_MONTHS, *months]


def _down(last: int, first: int) -> range:
    return range(last, min(first, last) - 1, -1)


def _months_before(day: date, months: int) -> date:
    return (pd.Period(day, "M") - months).start_time.date()


def _months(first: date, last: date) -> list[date]:
    """First days of all months from last back to first."""
    return [period.start_time.date() for period in reversed(pd.period_range(first, last, freq="M"))]


def _default(name: str) -> str:
    return _periods()[0].code if name == "period" else ALL


def _chosen(name: str) -> str:
    return str(st.session_state.get(name) or _default(name))


def _write_address() -> None:
    write_address({name: None if _chosen(name) == _default(name) else _chosen(name) for name in NAMES})


def _clear_all() -> None:
    for name in NAMES:
        st.session_state[name] = _default(name)


def _label(options: dict[str, str]) -> Callable[[str], str]:
    return lambda code: options.get(code, code)


def _words(period: Period, codes: dict[str, str | None]) -> str:
    """What is filtered, as a phrase: '2026, Harbor Street clinic, all payers'; what the page leaves out is not said."""
    chosen = {name: options for name, _, options in _selections()}
    names = [name for name in NAMES if name != "period" and name not in _unused()]
    said = [chosen[name].get(codes[name] or ALL, codes[name] or "") for name in names]
    first = [] if "period" in _unused() else [period.words]
    return ", ".join([*first, *(_within(plain_text(words)) for words in said)]) or "none apply to this page"


def name_filters() -> dict[str, str]:
    """Label of every filter -> what it says now; one that the page leaves out says so."""
    said = {}
    for name, label, options in _selections():
        said[label] = DOES_NOT_APPLY if name in _unused() else options.get(_chosen(name), _chosen(name))
    return said


def _unused() -> dict[str, str]:
    """Filter -> why it narrows nothing on the page that runs."""
    return read_unused_filters().get(read_page(), {})


@cache
def read_unused_filters() -> dict[str, dict[str, str]]:
    """Page -> filter -> why it narrows nothing there; such a filter is disabled and says why."""
    return tomllib.loads(Path(__file__).with_name("unused_filters.toml").read_text(encoding="utf-8"))


def _within(words: str) -> str:
    """Words as they stand inside a sentence: only those that mean everything begin small."""
    return words[:1].lower() + words[1:] if words.startswith(("All ", "Both ")) else words
