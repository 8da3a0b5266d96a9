"""The address keeps what was chosen, in one step a run; going back to an address brings back what it says."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

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


def go_back(app: AppTest, **to: str) -> AppTest:
    app.query_params.clear()
    for name, value in to.items():
        app.query_params[name] = value
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


def test_back_brings_the_default_back(app: AppTest) -> None:
    app.selectbox(key="second").set_value("x").run()
    app.button_group(key="first").set_value("b").run()
    assert (said(app), address(app)) == ("b b x", {"other": "x", "first": "b"})
    assert said(go_back(app, other="x")) == "a a x"
    assert said(go_back(app)) == "a a y"


def test_an_address_that_was_never_there_leaves_a_choice_as_it_was(app: AppTest) -> None:
    """The navigation opens a page without its filters: they stay, and the address says so again."""
    app.selectbox(key="second").set_value("x").run()
    app.session_state["page"] = "two"
    app.query_params.clear()
    app.run()
    assert (said(app), address(app)) == ("a a x", {"other": "x"})
