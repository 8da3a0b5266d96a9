"""The parts of a close: figures (frozen and now), exceptions of the data, and the lists of cases."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.casebook import Case, Month, find_last_close
from dashboard.components.case_list import tabulate
from dashboard.components.labels import RULE_NAMES
from dashboard.components.table import show_table
from dashboard.formats import format_month, format_name
from dashboard.state.url_choice import Switch
from dashboard.views.month import text as words
from dashboard.views.month.freezing import compare_figures, read_figures
from dashboard.warehouse import rows

COMPARED = ("figure", "frozen_figure_count", "frozen_figure_cents", "figure_count", "figure_cents")
EXCEPTION_PARTS = ("exception_category", "exception_name", "words")
CASE_COLUMNS = [
    "case_category", "cause_text", "patient_id", "provider_name", "payee_name", "pool", "calendar_year", "cause_date",
    "amount_cents", "case_status", "owner", "due_date", "note",
]  # fmt: skip


def show_figures(month: Month, start: date) -> None:
    """The figures of the month; where they are frozen, beside what they are now."""
    st.header("Figures", anchor=False)
    now = read_figures(start)
    if month.frozen is None:
        listed = now.rename(columns={"title": "figure"})[["figure", "figure_count", "figure_cents"]]
        show_table(listed, "month_figures", alt="Figures of the month")
        return
    compared = compare_figures(list(month.frozen["figures"]), now)
    changed = compared.loc[compared["is_changed"], "title"]
    st.markdown(words.say_changes(list(changed)).replace("$", "\\$"))
    table = _typed(compared.rename(columns={"title": "figure"})[list(COMPARED)])
    show_table(table, "month_figures", alt="Figures of the month as frozen and as they are now")
    st.caption(words.say_frozen(month.frozen))


def show_frozen_figures(month: Month) -> None:
    """The figures of a closed month as they were signed."""
    st.header("Figures", anchor=False)
    frozen = month.frozen or {}
    table = pd.DataFrame(frozen["figures"])
    titles: dict[str, str] = dict(rows("month_figure_titles").itertuples(index=False))
    table["figure"] = [titles.get(name, name.replace("_", " ")) for name in table["figure_name"]]
    listed = table[["figure", "figure_count", "figure_cents"]]
    show_table(_typed(listed), "month_figures", alt="Figures of the month as they were signed")
    st.caption(words.say_frozen(frozen))


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    numbers = [column for column in table if str(column).endswith(("_count", "_cents"))]
    return table.astype(dict.fromkeys(numbers, "Int64"))


def show_exceptions(month: Month, start: date) -> int:
    """What is not complete about the data; the number of exceptions."""
    st.header("Data", anchor=False)
    told = month.frozen["exceptions"] if month.frozen else None
    found = pd.DataFrame(told) if told is not None else rows("month_exceptions", month_start=start)
    st.markdown(words.say_exceptions(len(found)))
    if month.frozen and month.frozen.get("accepted_with"):
        st.markdown(words.say_accepted(month.frozen["accepted_with"]))
    if len(found):
        shown = found.assign(exception=[words.EXCEPTION_WORDS[name] for name in found["exception_category"]])
        for place, told in enumerate(zip(*(found[name] for name in EXCEPTION_PARTS), strict=True)):
            shown.loc[shown.index[place], ["exception_name", "words"]] = name_exception(*map(str, told))
        listed = shown[["exception", "exception_name", "words", "exception_count"]]
        show_table(listed, "month_exceptions", alt="Exceptions of the data")
    return len(found)


def name_exception(category: str, name: str, said: str) -> tuple[str, str]:
    """What an exception is about and its words; codes of checks and rules are of no use to a reader."""
    if category == "excluded":
        return "", RULE_NAMES.get(name, said)
    if category == "check":
        return "", said
    return format_name(name) if category == "uncovered_year" else name, said


def show_cases(
    month: Month, months: Mapping[str, Month], lists: Mapping[str, list[str]], cases: Mapping[str, Case]
) -> None:
    """New, resolved and carried over: as frozen, else as they are now."""
    st.header("Cases since the last close", anchor=False)
    last = find_last_close(months, month.month)
    since = format_month(date.fromisoformat(f"{last.month}-01")) if last else None
    shown: Mapping[str, Any] = month.frozen["lists"] if month.frozen else lists
    st.markdown(words.say_lists(shown, since))
    titles = {name: f"{title} · {len(shown[name]):,}" for name, title in words.LIST_WORDS.items() if shown[name]}
    if not titles:
        return
    chosen = [cases[key] for key in shown[Switch("list", titles).show("Which cases")] if key in cases]
    table = tabulate(chosen)
    listed = table[[column for column in CASE_COLUMNS if column in table]]
    show_table(listed, "month_cases", alt="Cases of the close")
