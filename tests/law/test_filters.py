"""The law of filters: pages and documents filter by the same rules, and no query says one of them by hand."""

from __future__ import annotations

import re

from tests.law.repository import ROOT

PAGES = ROOT / "dashboard"
DOCUMENTS = ROOT / "pipelines" / "printing"
_MACRO = re.compile(r"create (?:temp )?macro (?:memory\.main\.)?(\w+)\((.*?);", re.DOTALL)
_BY_HAND = re.compile(r"\$(period_start|period_end|payee_npi|provider_npi|pool|payer_name) is null or")


def test_documents_filter_as_pages_do() -> None:
    of_pages = dict(_MACRO.findall((PAGES / "macros.sql").read_text("utf-8")))
    of_documents = dict(_MACRO.findall((DOCUMENTS / "filters.sql").read_text("utf-8")))
    assert of_documents == {name: of_pages[name] for name in ("is_chosen", "is_in_period", "is_in_filters")}


def test_no_query_says_a_filter_by_hand() -> None:
    queries = {path.name: path.read_text("utf-8") for of in (PAGES, DOCUMENTS) for path in of.glob("**/queries/*.sql")}
    assert queries
    assert not {name: found for name, text in queries.items() if (found := _BY_HAND.findall(text))}
