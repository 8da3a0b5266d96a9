"""Columns of text as amounts, dates and lists: examples against the dull way of reading one text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.finding import describe_cell
from pipelines.sources.tabular.values import (
    build_amounts,
    count_cents,
    parse_date,
    read_amounts,
    read_quantities,
    split_pieces,
)

CENTS = st.integers(1 - 10**9, 10**9 - 1)


@given(st.lists(CENTS))
@settings(deadline=None)
def test_cents_survive_the_way_to_amounts_and_back(cents: list[int]) -> None:
    texts = pa.array([f"{Decimal(value).scaleb(-2):f}" for value in cents], pa.string())
    reading = read_amounts(texts)
    assert not reading.is_broken.any()
    assert count_cents(reading.values).tolist() == cents
    assert build_amounts(count_cents(reading.values)).to_pylist() == [Decimal(value).scaleb(-2) for value in cents]


@pytest.mark.parametrize(
    "text", ["1.234", "1,5", "$1", "1e3", "", " ", "NaN", "--1", "1.", "٣", "0x1", "1234567890123"]
)
def test_only_plain_decimals_are_amounts(text: str) -> None:
    assert read_amounts(pa.array([text])).is_broken.tolist() == [text != "1."]


def test_units_may_have_four_places() -> None:
    reading = read_quantities(pa.array(["1.5", "0.2500", "0.00001", None]))
    assert (reading.values.to_pylist(), reading.is_broken.tolist()) == (
        [Decimal("1.5"), Decimal("0.25"), None, None],
        [False, False, True, False],
    )


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
@settings(deadline=None)
def test_every_date_is_read_in_both_forms(day: date) -> None:
    assert parse_date(day.isoformat()) == parse_date(f"{day:%m/%d/%Y}") == day


@pytest.mark.parametrize("text", ["2026-02-29", "02/30/2026", "1899-12-31", "2100-01-01", "20260105", "01-05-2026", ""])
def test_other_texts_are_no_dates(text: str) -> None:
    assert parse_date(text) is None


def test_pieces_know_their_rows() -> None:
    pieces = split_pieces(pa.array(["a; b;", None, "", ";;c"]), ";")
    assert (pieces.texts.to_pylist(), pieces.rows.tolist()) == (["a", "b", "c"], [0, 0, 3])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "an empty cell"),
        ("22", '"22"'),
        ("92.505", '"92.505"'),
        ("123-45-6789", '"999-99-9999"'),
        ("SAMPLE, ADA", '"AAAAAA, AAA"'),
        ("=1+1", 'begins with "="'),
        ("9" * 30, '"' + "9" * 24 + '..."'),
    ],
)
def test_a_cell_is_described_by_its_form(text: str | None, said: str) -> None:
    assert said in describe_cell(text)
