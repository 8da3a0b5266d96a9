"""A filter that narrows nothing on a page is disabled there and says why; every other one reaches a query."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import warehouse
from dashboard.app import PAGES
from dashboard.state.filters import NAMES, read_unused_filters
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask_text

CHOSEN = {
    "period": "select strftime(max(service_month), '%Y-%m') from mart.line",
    "clinic": "select min(payee_npi) from mart.clinic",
    "provider": "select min(provider_npi) from mart.provider",
    "pool": "select 'OT'",
    "payer": "select min(payer_name) from mart.line",
}
VIEWS = [name for name, _ in PAGES if name.replace("_", "-") in read_unused_filters()]


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_disabled_reaches_no_query_of_the_page(
    practice_home: Path, show: ShowPage, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    unused = read_unused_filters()[view.replace("_", "-")]
    app = show(practice_home, view)
    chosen = {name: ask_text(practice_home, sql) for name, sql in CHOSEN.items() if name in unused}
    for name, code in chosen.items():
        app.session_state[name] = code
    asked: list[tuple[tuple[str, object], ...]] = []
    answer = vars(warehouse)["_rows_of_newest"]

    def note(query_name: str, parameters: tuple[tuple[str, object], ...], *, is_masked: bool) -> object:
        asked.append(parameters)
        return answer(query_name, parameters, is_masked=is_masked)

    monkeypatch.setattr("dashboard.warehouse._rows_of_newest", note)
    app.run()
    assert not app.exception
    assert asked
    boxes = {name: app.selectbox(key=name) for name in NAMES}
    assert {name: box.help for name, box in boxes.items() if box.disabled} == unused
    assert {name: boxes[name].value for name in unused} == chosen
    found = {str(value)[:7] if name.startswith("period") else str(value) for row in asked for name, value in row}
    assert not set(chosen.values()) & found


def test_a_disabled_filter_keeps_its_choice_and_is_not_said(practice_home: Path, show: ShowPage) -> None:
    app = show(practice_home, "definitions", pool="OT")
    assert app.selectbox(key="pool").value == "OT"
    assert "Filters: none apply to this page." in [caption.value for caption in app.caption]
    app = show(practice_home, "cases", pool="OT")
    said = next(caption.value for caption in app.caption if caption.value.startswith("Filters:"))
    assert said.startswith("Filters: all clinics")
