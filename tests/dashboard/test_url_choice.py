"""The address keeps what was chosen, in one step a run; going back to an address brings back what it says."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.state import url_choice

SCRIPT = """
import streamlit as st
from dashboard.state.url_choice import Switch, keep_address, open_address
open_address(st.session_state.get("page", "one"))
first = Switch("first", {"a": "A", "b": "B"}).show("First")
again = Switch("first", {"a": "A", "b": "B"}).read()
second = Switch("second", {"x": "X", "y": "Y"}, "other", default="y").show_list("Second", width=200)
keep_address()
st.text(f"{first} {again} {second}")
"""


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_string(SCRIPT).run()


def said(app: AppTest) -> str:
    assert not app.exception
    return str(app.text[0].value)


def address(app: AppTest) -> dict[str, Any]:
    return {name: value[0] if isinstance(value, list) else value for name, value in app.query_params.items()}


def go_back(app: AppTest, monkeypatch: pytest.MonkeyPatch, **to: str) -> AppTest:
    """Back or Forward of the browser to another address."""
    app.query_params.clear()
    for name, value in to.items():
        app.query_params[name] = value
    with monkeypatch.context() as step:
        step.setattr(url_choice, "_is_history_step", lambda: True)
        return app.run()


def test_what_nobody_chose_is_not_in_the_address(app: AppTest) -> None:
    assert (said(app), address(app)) == ("a a y", {})


def test_a_choice_is_written_and_a_default_taken_out_again(app: AppTest) -> None:
    app.selectbox(key="second").set_value("x").run()
    assert (said(app), address(app)) == ("a a x", {"other": "x"})
    app.selectbox(key="second").set_value("y").run()
    assert (said(app), address(app)) == ("a a y", {})


def test_a_link_says_where_a_choice_stands() -> None:
    app = AppTest.from_string(SCRIPT)
    app.query_params["first"], app.query_params["other"] = "b", "nonsense"
    app.run()
    assert (said(app), address(app)) == ("b b y", {"first": "b"})


def test_back_brings_the_default_back(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app.selectbox(key="second").set_value("x").run()
    app.button_group(key="first").set_value("b").run()
    assert (said(app), address(app)) == ("b b x", {"other": "x", "first": "b"})
    assert said(go_back(app, monkeypatch, other="x")) == "a a x"
    assert said(go_back(app, monkeypatch)) == "a a y"
    assert said(go_back(app, monkeypatch, other="x", first="b")) == "b b x"


def test_back_to_another_page_brings_its_defaults_back(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app.selectbox(key="second").set_value("x").run()
    app.session_state["page"] = "two"
    assert said(go_back(app, monkeypatch)) == "a a y"
    assert address(app) == {}


def test_an_address_that_was_never_there_leaves_a_choice_as_it_was(app: AppTest) -> None:
    """The navigation opens a page without its filters: they stay, and the address says so again."""
    app.selectbox(key="second").set_value("x").run()
    app.session_state["page"] = "two"
    app.query_params.clear()
    app.run()
    assert (said(app), address(app)) == ("a a x", {"other": "x"})


ROWS = """
import pandas as pd
import streamlit as st
from dashboard.state.url_choice import keep_address, open_address, read_row, restore_selection, settle_row
open_address(st.session_state.get("page", "one"))
keys = ["k1", "k2"]
settle_row("grid", "claim", keys)
restore_selection("grid")
state = st.dataframe(pd.DataFrame({"n": [1, 2]}), key="grid", on_select="rerun", selection_mode="single-row")
place = next(iter(state["selection"]["rows"]), st.session_state.get("place"))
opened = read_row("claim", None if place is None else keys[place])
keep_address()
st.text(f"{opened} {place}")
"""


def test_the_row_that_was_picked_last_is_open_and_back_leads_to_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    app = AppTest.from_string(ROWS)
    app.query_params["claim"] = "k2"
    app.run()
    assert said(app) == "k2 None"
    app.session_state["place"] = 0
    app.run()
    assert (said(app), address(app)) == ("k1 0", {"claim": "k1"})
    del app.session_state["place"]
    assert said(go_back(app, monkeypatch, claim="k2")) == "k2 1"
    assert said(go_back(app, monkeypatch)) == "None None"


def test_a_row_picked_on_another_page_closes_no_row_of_a_link() -> None:
    app = AppTest.from_string(ROWS)
    app.session_state["place"] = 0
    app.run()
    app.session_state["page"] = "two"
    del app.session_state["place"]
    app.query_params.clear()
    app.query_params["claim"] = "k2"
    app.run()
    assert said(app) == "k2 None"


LIST = """
import streamlit as st
from dashboard.state.url_choice import keep_address, open_address, restore_selection, settle_row
open_address("one")
settle_row("queue", "claim", ["k1", "k2"])
restore_selection("queue")
restore_selection("list")
keep_address()
st.text(f"{st.session_state['list']['selection']} {st.session_state['queue']['selection']}")
"""


def test_who_goes_back_at_once_is_not_led_away_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row that led away comes along with the step back; where the address names a row, that one is picked."""
    app = AppTest.from_string(LIST)
    for key in ("list", "queue"):
        app.session_state[key] = {"selection": {"rows": [0]}}
    assert said(app.run()) == "{'rows': [0]} {'rows': [0]}"
    assert said(go_back(app, monkeypatch, claim="k2")) == "{'rows': []} {'rows': [1]}"


CHART = """
import plotly.graph_objects as go
import streamlit as st
from dashboard.components.chart import show_chart
from dashboard.figure import Figure
from dashboard.state.url_choice import keep_address, open_address
open_address("one")
mark = show_chart("Title", Figure(go.Scatter(x=[1], y=[1])), "alt", "chart", is_selectable=True)
keep_address()
st.text(f"{len(mark)} {max(str(key) for key in st.session_state if str(key).startswith('chart'))}")
"""


def test_a_chart_has_no_choice_after_a_step_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was chosen in it comes along with the step back under its old key, and is not asked for any more."""
    app = AppTest.from_string(CHART)
    assert said(app.run()) == "0 chart_0"
    assert said(go_back(app, monkeypatch)) == "0 chart_1"
    assert said(app.run()) == "0 chart_1"


SEVERAL = """
import streamlit as st
from dashboard.state.url_choice import keep_address, open_address, settle_several, write_address
open_address("one")
settle_several("several", "muted", ["a", "b"])
chosen = st.multiselect("Several", ["a", "b"], key="several")
write_address({"muted": ",".join(chosen) or None})
keep_address()
st.text(" ".join(chosen))
"""


def test_several_choices_are_kept_and_back_undoes_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    app = AppTest.from_string(SEVERAL)
    app.query_params["muted"] = "b,nonsense"
    app.run()
    assert (said(app), address(app)) == ("b", {"muted": "b"})
    app.multiselect(key="several").set_value(["a", "b"]).run()
    assert (said(app), address(app)) == ("a b", {"muted": "a,b"})
    assert said(go_back(app, monkeypatch, muted="b")) == "b"
    assert said(go_back(app, monkeypatch)) == ""
