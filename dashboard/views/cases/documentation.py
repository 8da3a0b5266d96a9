"""What the documented units say about the items of the checklist: dates and counts beside a person's answers."""

from typing import Any

import pandas as pd

from dashboard.formats import as_date, format_count, format_date

_SHOWN_DATES = 6


def say_documentation(found: pd.DataFrame) -> dict[str, str]:
    """Item of the checklist -> what the export of the therapy record says; empty where there is none."""
    if found.empty:
        return {}
    row = found.iloc[0]
    said = {
        "plan_of_care": _say_plan(row),
        "progress_report": _say_report(row),
        "re_evaluation": _say_dates(row["report_dates"]),
        "minutes_and_units": _say_units(int(row["services_billed_more"])),
    }
    return {item: f"Documented units: {words}" for item, words in said.items() if words}


def _say_plan(row: "pd.Series[Any]") -> str:
    day = as_date(row["plan_of_care_date"])
    if day is None:
        return "no plan of care on file."
    late = "; overdue for recertification" if row["is_plan_overdue"] else ""
    age = format_count(int(row["plan_of_care_days"]), "day")
    return f"plan of care dated {format_date(day)}, {age} before the newest documented visit{late}."


def _say_report(row: "pd.Series[Any]") -> str:
    day = as_date(row["progress_report_date"])
    last = f"newest report on {format_date(day)}" if day else "no report"
    late = "; a report is overdue" if row["is_report_overdue"] else ""
    return f"{last}, {format_count(int(row['treatment_days_since']), 'treatment day')} since{late}."


def _say_dates(dates: Any) -> str:
    """The newest visits that evaluate or report."""
    if dates is None or not len(dates):
        return "no evaluation, re-evaluation or progress report."
    shown = ", ".join(format_date(day) for day in list(dates)[-_SHOWN_DATES:])
    return f"evaluations, re-evaluations and progress reports on {shown}."


def _say_units(services: int) -> str:
    if not services:
        return "no service billed with more units than documented."
    return f"{format_count(services, 'service')} billed with more units than documented."
