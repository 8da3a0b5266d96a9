"""The numbers drawn are those that the manuals of RAT-STATS 2010 print; what cannot be drawn is refused in words."""

from __future__ import annotations

import pytest

from pipelines.errors import UsageError
from pipelines.sampling.generator import draw_numbers
from tests.sampling.printed_figures import DRAWN, DRAWN_SETS


@pytest.mark.parametrize(("seed", "sets"), DRAWN)
def test_numbers_are_drawn_as_printed(seed: str, sets: tuple[int, ...]) -> None:
    printed = DRAWN[seed, sets]
    drawn = draw_numbers(seed, sets, len(printed) - 1, 1)
    assert [one for (one,) in drawn.sample + drawn.spares] == printed


@pytest.mark.parametrize(("seed", "sets"), DRAWN_SETS)
def test_sets_take_one_number_a_component(seed: str, sets: tuple[int, ...]) -> None:
    sample, spares = DRAWN_SETS[seed, sets]
    drawn = draw_numbers(seed, sets, len(sample), len(spares))
    assert (set(drawn.sample), drawn.spares) == (sample, spares)


def test_a_whole_frame_is_drawn_without_repeats() -> None:
    drawn = draw_numbers("7", (300,), 290, 10)
    assert sorted(drawn.sample + drawn.spares) == [(one,) for one in range(1, 301)]


@pytest.mark.parametrize("seed", ["", "abc", "1e5", "nan", "1,234", "1.2.3", "0x10", " 5", "٣", "."])
def test_a_seed_that_is_no_decimal_is_refused(seed: str) -> None:
    with pytest.raises(UsageError, match="is not a decimal number"):
        draw_numbers(seed, (10,), 1)


@pytest.mark.parametrize("seed", ["0", "-5", "00012345", "12345.", ".5"])
def test_a_seed_may_be_any_decimal(seed: str) -> None:
    assert draw_numbers(seed, (10,), 10).sample


def test_the_seed_is_the_number_not_its_spelling() -> None:
    assert draw_numbers("12345", (1000,), 5) == draw_numbers("012345.00", (1000,), 5)


@pytest.mark.parametrize(
    ("sets", "size", "spares", "said"),
    [
        ((10,), 11, 0, "larger than the frame of 10"),
        ((10,), 8, 3, "with 3 spares is larger"),
        ((3, 4), 13, 0, "larger than the frame of 12"),
        ((0,), 1, 0, "from 1 to"),
        ((2**31,), 1, 0, "from 1 to"),
        ((10,), 0, 0, "at least one unit"),
        ((10,), 1, -1, "spares cannot be negative"),
        ((2**31 - 1,), 2_000_000, 0, "more than 1,000,000"),
    ],
)
def test_what_cannot_be_drawn_is_refused(sets: tuple[int, ...], size: int, spares: int, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        draw_numbers("1", sets, size, spares)
