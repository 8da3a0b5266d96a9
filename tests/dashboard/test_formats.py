"""Numbers, dates, names and identifiers as eyes expect them."""

import pandas as pd
import pytest

from dashboard import formats


@pytest.mark.parametrize(
    ("cents", "exact", "rounded"),
    [
        (0, "$0.00", "$0"),
        (123456, "$1,234.56", "$1,235"),
        (123449, "$1,234.49", "$1,234"),
        (50, "$0.50", "$1"),
        (-123456, "−$1,234.56", "−$1,235"),
        (None, "–", "–"),
        (pd.NA, "–", "–"),
    ],
)
def test_cents_as_dollars(cents: int | None, exact: str, rounded: str) -> None:
    assert formats.format_dollars(cents) == exact
    assert formats.format_dollars_rounded(cents) == rounded


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "none (0 of 0)"),
        (0, 9, "0% (0 of 9)"),
        (1, 1000, "under 1% (1 of 1,000)"),
        (1, 2, "50% (1 of 2)"),
        (999, 1000, "over 99% (999 of 1,000)"),
        (9, 9, "100% (9 of 9)"),
    ],
)
def test_a_share_carries_its_n_and_never_rounds_to_all_or_nothing(part: int, whole: int, said: str) -> None:
    assert formats.format_share(part, whole) == said


@pytest.mark.parametrize(
    ("identifier", "masked"),
    [("1EG4TE5MK73", "•••MK73"), ("A1", "•••1"), ("12345678", "•••5678"), ("123456", "•••456"), ("", "•••")],
)
def test_an_identifier_hides_its_middle(identifier: str, masked: str) -> None:
    assert formats.mask_identifier(identifier) == masked


def test_dates_and_months() -> None:
    assert formats.format_date(pd.Timestamp("2026-03-05")) == "Mar 5, 2026"
    assert formats.format_date(pd.NaT) == "–"
    assert formats.format_month(pd.Timestamp("2026-03-01")) == "Mar 2026"
    assert formats.format_moment("2026-03-05T14:03:00") == "Mar 5, 2026, 14:03 UTC"


def test_names_do_not_shout_and_masked_names_are_initials() -> None:
    assert formats.format_name("RIVERBEND THERAPY") == "Riverbend Therapy"
    assert formats.format_name("McAllister, Ann") == "McAllister, Ann"
    assert formats.format_name(None) == ""
    assert formats.mask_name("Marsh, Ana Rosa") == "•••"


def test_dollars_keep_null_apart_from_zero() -> None:
    column = formats.dollars(pd.Series([12345, None, 0], dtype="Int64"))
    assert column.to_list() == [123.45, pd.NA, 0.0]


def test_counts_take_the_right_noun() -> None:
    assert formats.format_count(1, "patient") == "1 patient"
    assert formats.format_count(1204, "patient") == "1,204 patients"
    assert formats.format_count(2, "payment does", "payments do") == "2 payments do"


@pytest.mark.parametrize(
    ("days", "words"),
    [(2, "2 days left"), (1, "1 day left"), (0, "today"), (-1, "passed 1 day ago"), (-30, "passed 30 days ago")],
)
def test_how_far_a_deadline_is_from_today(days: int, words: str) -> None:
    assert formats.format_days_left(days) == words
