"""Headings: one first-level heading a page, the answer beneath it, no link that carries its words."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app import PAGES

DASHBOARD = Path(__file__).parents[2] / "dashboard"


@pytest.mark.parametrize("view", [name for name, _ in PAGES])
def test_a_page_has_one_question_and_its_answer_beneath(look_at: Callable[[str], AppTest], view: str) -> None:
    app = look_at(view)
    assert not app.exception
    assert len(app.title) == 1
    assert app.header
    assert all(part.hide_anchor for part in [*app.title, *app.header, *app.subheader])


def test_no_heading_is_written_as_marks_in_a_text() -> None:
    marked = [path.name for path in DASHBOARD.rglob("*.py") if re.search(r'"#{1,6} ', path.read_text(encoding="utf-8"))]
    assert not marked
