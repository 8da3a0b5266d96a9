"""Gathers what a close freezes: figures, cases, exceptions, rules, thresholds, file hashes, actions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.casebook import (
    Case,
    Month,
    compare_cases,
    find_last_close,
    read,
    read_findings,
    read_refunds,
    version_on_screen,
)
from dashboard.components.case_list import list_cases
from dashboard.components.frame import read_build
from dashboard.state.filters import ALL_MONTHS, Filters
from dashboard.views.month.work import read_sample_results
from dashboard.warehouse import rows

EVERYTHING = Filters(ALL_MONTHS)


def read_figures(month_start: date) -> pd.DataFrame:
    """The figures of a month as the data show them now."""
    return rows("month_figures", month_start=month_start)


def read_all_cases() -> dict[str, Case]:
    """Every case: a close is of the whole practice, whatever is filtered."""
    return list_cases(EVERYTHING)


def list_changes(months: Mapping[str, Month], month: str, cases: Mapping[str, Case]) -> dict[str, list[str]]:
    """New, resolved and carried over since the last close, as keys."""
    last = find_last_close(months, month)
    return compare_cases(read_statuses(last), cases.values())


def read_statuses(closed: Month | None) -> dict[str, str] | None:
    """Key -> status of every case at a close."""
    if closed is None or closed.frozen is None:
        return None
    return {told["key"]: told["status"] for told in closed.frozen["cases"]}


def freeze(
    month_start: date, lists: Mapping[str, list[str]], cases: Mapping[str, Case], accepted: str
) -> dict[str, Any]:
    """All that the close of a month holds, ready to be recorded."""
    build = read_build()
    return {
        "month": f"{month_start:%Y-%m}",
        "data_through_date": str(build["data_through_date"])[:10],
        "accepted_with": accepted,
        "figures": to_records(read_figures(month_start)),
        "exceptions": to_records(rows("month_exceptions", month_start=month_start)),
        "lists": dict(lists),
        "cases": [_freeze_case(case) for case in cases.values()],
        "decisions": _list_decisions(f"{month_start:%Y-%m}"),
        "findings": [_plain(vars(finding)) for finding in read_findings().values()],
        "refunds": [_plain(vars(refund)) for refund in read_refunds().values()],
        "samples": _list_samples(),
        "sample_results": read_sample_results(),
        "thresholds": to_records(rows("month_thresholds")),
        "rules": to_records(rows("rule_parameters")),
        "files": to_records(rows("month_files")),
        "versions": {
            "kxwatch": str(build["version"]),
            "reference": str(build["reference_version"]),
            "warehouse": version_on_screen(),
        },
    }


def _freeze_case(case: Case) -> dict[str, Any]:
    told = {name: getattr(case, name) for name in ("key", "category", "status", "reason", "owner", "note")}
    return {**told, "cause_date": case.cause_date.isoformat(), "last_event": case.seen, **_plain(case.facts)}


def _list_decisions(month: str) -> list[int]:
    """The events of the month: the chain holds what they say."""
    return [event.sequence for event in read(kinds={"case_decided", "decision_undone"}, month=month)]


def _list_samples() -> list[dict[str, Any]]:
    """Every sample that was drawn or reviewed, by the event that holds it."""
    events = read(kinds={"sample_drawn", "sample_reviewed"})
    return [
        {"subject": event.subject, "kind": event.kind, "event": event.sequence, "mac": event.mac, "by": event.actor}
        for event in events
    ]


def to_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values that the casebook keeps."""
    return [_plain(row) for row in table.to_dict("records")]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _plain_value(value) for name, value in row.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if value is None or isinstance(value, str | bool):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    return int(value) if float(value).is_integer() else float(value)


def compare_figures(frozen: list[dict[str, Any]], now: pd.DataFrame) -> pd.DataFrame:
    """Each figure as frozen and as it is now, side by side, with whether it changed."""
    before = {told["figure_name"]: told for told in frozen}
    table = []
    for row in to_records(now):
        was = before.get(row["figure_name"], {})
        kept = ("figure_count", "figure_cents")
        table.append({**row, **{f"frozen_{name}": was.get(name) for name in kept},
                      "is_changed": any(was.get(name) != row[name] for name in kept)})  # fmt: skip
    return pd.DataFrame(table)
