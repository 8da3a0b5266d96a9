"""The month page: data accepted with exceptions, cases since the last close, and the two signatures."""

from datetime import date

import streamlit as st

from dashboard.casebook import KxwatchError, Month, read_months
from dashboard.components.frame import show_answer, show_method, show_nothing_found
from dashboard.components.pack_download import show_pack
from dashboard.components.print_download import show_print
from dashboard.formats import format_month
from dashboard.state.url_choice import Switch
from dashboard.viewer import may_write
from dashboard.views.month import text as words
from dashboard.views.month.closed import show_closed_month
from dashboard.views.month.freezing import list_changes, read_all_cases
from dashboard.views.month.panels import show_cases, show_exceptions, show_figures
from dashboard.views.month.signing import show_signing
from dashboard.views.month.work import show_work
from dashboard.warehouse import rows


def show_month() -> None:
    """One month: its answer, its figures, its cases and the next signature."""
    options = {f"{day:%Y-%m}": format_month(day) for day in rows("month_options")["paid_month"]}
    if not options:
        st.title(words.QUESTION, anchor=False)
        show_nothing_found("payments")
        return
    names = list(options)
    # the newest month may still be running; the one before it is the month to close
    name = Switch("close", options, default=names[1] if len(names) > 1 else names[0]).show_list("Month", 200)
    months = read_months()
    month, start = months.get(name, Month(name)), date.fromisoformat(f"{name}-01")
    cases = read_all_cases()
    lists = list_changes(months, name, cases)
    show_answer(words.QUESTION, words.say_state(month, options[name]))
    st.caption("A close covers the whole practice; the filters above do not narrow it.")
    show_figures(month, start)
    exceptions = show_exceptions(month, start)
    show_cases(month, months, lists, cases)
    show_work(month)
    show_signing(month, start, lists, cases, exceptions)
    show_print("Print the month summary", f"month-summary-{name}", "month", name)
    show_pack(name, is_closed=month.is_closed)


try:
    if may_write():
        show_month()
    else:
        show_closed_month()
except KxwatchError as error:
    st.title(words.QUESTION, anchor=False)
    st.error(str(error))
show_method("month")
