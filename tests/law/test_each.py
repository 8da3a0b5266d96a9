"""A law over many subjects fails once and names each that breaks it."""

from pathlib import Path

import pytest

from tests.law.each import holds_for


def test_all_that_break_a_law_are_named() -> None:
    @holds_for([1, 2, 3, 4])
    def is_even(number: int) -> None:
        assert number % 2 == 0, "is odd"

    with pytest.raises(AssertionError, match=r"2 of 4:\n1: is odd\S*\n(.|\n)*3: is odd"):
        is_even()


@holds_for(["one", "two"])
def test_a_law_may_ask_for_fixtures(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch(exist_ok=False)
