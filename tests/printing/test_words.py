"""Documents say codes in the words of the pages."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.components.case_labels import CATEGORY_WORDS
from dashboard.components.denial_labels import CATEGORY_NAMES, ROUTE_NAMES
from dashboard.components.evidence.text import BASIS_WORDS
from dashboard.components.labels import GRADE_NAMES
from dashboard.formats import format_name
from pipelines.digest.sentences import name_category
from pipelines.plain_words import say_name
from pipelines.printing import words
from pipelines.printing.accounts import say_account


def test_codes_are_said_as_on_the_pages() -> None:
    assert words.GRADE_NAMES == GRADE_NAMES
    assert words.ROUTE_NAMES == ROUTE_NAMES
    assert words.BASIS_NAMES == BASIS_WORDS
    assert words.CASE_NAMES == CATEGORY_WORDS
    assert {code: name_category(code) for code in CATEGORY_NAMES} == CATEGORY_NAMES


def test_names_are_written_as_on_the_pages() -> None:
    for name in ("SAMPLE-ABBOT, NINA", "McCoy, Ann", "OAK PT 2", "", None):
        assert say_name(name) == format_name(name)


ACCOUNT = {
    "pool": "OT", "calendar_year": 2026, "visits": 2, "first_service_date": date(2026, 1, 5), "early_lines": 0,
    "last_service_date": date(2026, 1, 7), "early_unverified_lines": 0, "lines": 2, "kx_lines": 0, "missing_lines": 0,
    "kx_crossing_date": None, "prior_use_cents": 500_00, "prior_use_low_cents": 400_00, "prior_use_high_cents": 450_00,
    "is_prior_use_uncertain": False, "prior_use_grade": "verified", "uncovered_category": None, "threshold_source": "S",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "$500.00 of it was used at other providers, verified."),
        (
            {"is_prior_use_uncertain": True},
            "$500.00 (between $400.00 and $450.00) of it was used at other providers, verified.",
        ),
        (
            {"prior_use_grade": "at_least", "is_prior_use_uncertain": True, "prior_use_high_cents": None},
            "$500.00 of it was used at other providers, at least (lower bound).",
        ),
    ],
)
def test_prior_use_is_an_amount_or_a_range(changed: dict[str, object], said: str) -> None:
    assert said in say_account(ACCOUNT | changed)
