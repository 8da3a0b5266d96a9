"""Reads the cases for review as the data and the casebook have them, and puts them into rows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from dashboard.casebook import Case, Cause, read_cases
from dashboard.components.labels import name_rule
from dashboard.formats import as_date
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.warehouse import rows

FACTS = (
    "beneficiary_key", "pool", "calendar_year", "provider_npi", "payee_npi", "service_line_key", "rule", "file_name",
    "title", "amount_cents", "lines",
)  # fmt: skip


def list_cases(asked: Filters) -> dict[str, Case]:
    """The cases under the filters; one whose cause ended is shown whatever payer is chosen."""
    found = rows("case_causes", asked)
    causes = {cause.key: cause for cause in map(_read_cause, found.to_dict("records"))}
    cases = {key: complete(case, causes.get(key)) for key, case in read_cases(causes.values()).items()}
    hidden = set(found.loc[~found["is_in_filter"].astype(bool), "case_key"])
    gone = set(cases) - set(found["case_key"])
    return {
        key: case
        for key, case in cases.items()
        if key not in hidden and (key not in gone or _is_in_filter(case, asked))
    }


def _read_cause(row: dict[Any, Any]) -> Cause:
    facts = {name: _plain(row[name]) for name in FACTS if not pd.isna(row[name])}
    day = as_date(row["cause_date"])
    if day is None:
        raise ValueError("a cause has a date")
    return Cause(str(row["case_key"]), str(row["case_category"]), day, bool(row["is_recent"]), facts)


def _plain(value: Any) -> Any:
    """Numbers of a frame as numbers of JSON."""
    return value if isinstance(value, str) else int(value)


def say_problem(facts: Mapping[str, Any]) -> str:
    """What is wrong with the data, and in which file; empty for a case about anything else."""
    if "title" in facts:
        return str(facts["title"])
    return f"{name_rule(facts['rule'])} ({facts['file_name']})" if "rule" in facts else ""


def make_dates(days: Iterable[date | None]) -> "pd.Series[Any]":
    """A column of dates, null where there is none."""
    return pd.Series(pd.to_datetime(pd.Series(list(days), dtype="object")))


def complete(case: Case, cause: Cause | None) -> Case:
    """The case with what its cause shows beyond what was recorded at its opening, maybe by an earlier version."""
    return case if cause is None else replace(case, facts={**cause.facts, **case.facts})


def _is_in_filter(case: Case, asked: Filters) -> bool:
    chosen = {"pool": asked.pool, "provider_npi": asked.provider, "payee_npi": asked.clinic}
    return all(case.facts.get(name, value) == value for name, value in chosen.items() if value is not None)


def tabulate(cases: Iterable[Case]) -> pd.DataFrame:
    """One row a case with whom it is about, patients masked unless shown; `cause_text` only where a case has one."""
    listed = list(cases)
    table = pd.DataFrame(
        {
            "case_key": [case.key for case in listed],
            "case_category": [case.category for case in listed],
            **{name: [case.facts.get(name) for case in listed] for name in FACTS},
            "cause_date": make_dates([case.cause_date for case in listed]),
            "case_status": [case.status for case in listed],
            "owner": [case.owner for case in listed],
            "due_date": make_dates([case.due_date for case in listed]),
            "opened_date": make_dates([case.opened_date for case in listed]),
            "cause_ended_date": make_dates([case.ended_date if case.is_cause_ended else None for case in listed]),
            "note": [case.note for case in listed],
        }
    )
    table["amount_cents"] = table["amount_cents"].astype("Int64")
    table["lines"] = table["lines"].astype("Int64")
    if any(problems := [say_problem(case.facts) for case in listed]):
        table["cause_text"] = problems
    return add_names(table.fillna({"beneficiary_key": "", "provider_npi": "", "payee_npi": ""}))
