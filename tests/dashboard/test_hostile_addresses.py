"""Addresses with unknown, contradictory and hostile values: each page opens, says what is missing and forgets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app import PAGES
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask_text

SCRIPT = "<script>alert(1)</script>"
LINK = "[click](https://example.org)"
# Every choice that a page keeps in its address, each with a value that no page knows.
CHOICES = {
    "period": "2026-13", "clinic": "' or 1=1 --", "provider": "../../etc/passwd", "pool": "\u202eTO", "payer": LINK,
    "view": "javascript:alert(1)", "group": SCRIPT, "tab": "soon'", "sort": "value; drop table mart.line", "state": "*",
    "reason": SCRIPT, "cause": LINK, "list": "%00", "close": "0000-00", "table": SCRIPT, "sample": "../x", "step": "-1",
    "category": "'", "share": "\\", "trend": "1e999", "whose": "x" * 2000, "threshold": "kx'", "clock": "",
    "amount": "NaN", "horizon": "-30", "section": SCRIPT, "specialty": LINK, "muted": f"{SCRIPT},{LINK}", "units": "?",
}  # fmt: skip
# What a page opens by its key, and what it says of one that nobody has.
OPENED = {
    "crossings": ({"patient": LINK, "account": SCRIPT}, "This patient is not in the current data."),
    "providers": ({"chosen": LINK}, "This provider is not in the current data."),
    "denials": ({"claim": LINK, "record": SCRIPT}, "The claim of this link is not in the queue"),
    "cases": ({"case": LINK, "finding": SCRIPT, "claim": "'"}, "This case is not in the list"),
}


def read_everything(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("view", [name for name, _ in PAGES])
def test_a_page_forgets_choices_that_it_does_not_know(show: ShowPage, practice_home: Path, view: str) -> None:
    keys, said = OPENED.get(view, ({}, ""))
    app = show(practice_home, view, **CHOICES, **keys)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1
    shown = read_everything(app)
    assert said in shown
    assert "alert(1)" not in shown
    assert "example.org" not in shown
    kept = {name for name in ("period", "clinic", "provider", "pool", "payer") if name in app.query_params}
    assert kept == set()


def test_filters_that_contradict_each_other_say_which_to_clear(show: ShowPage, practice_home: Path) -> None:
    """A provider's lines of a clinic where the provider never worked."""
    provider, clinic = (
        ask_text(practice_home, f"select min({name}) from mart.line") for name in ("provider_npi", "payee_npi")
    )
    elsewhere = ask_text(
        practice_home,
        "select min(payee_npi) from mart.line where payee_npi not in "
        f"(select payee_npi from mart.line where provider_npi = '{provider}')",
    )
    app = show(practice_home, "providers", provider=provider, clinic=elsewhere if elsewhere != "None" else clinic)
    assert not app.exception
    assert "Clear the clinic or the provider filter above" in read_everything(app)


def test_a_patient_opens_whatever_account_the_address_names(show: ShowPage, practice_home: Path) -> None:
    key = ask_text(practice_home, "select min(beneficiary_key) from mart.threshold_crossing")
    app = show(practice_home, "crossings", patient=key, account="OT-1999", pool="OT", clinic="0000000000")
    assert not app.exception
    assert "allowed" in read_everything(app)
