"""Timed units follow the table of minutes."""

from __future__ import annotations

import pytest

from pipelines.simulate.visits import units_of_minutes


@pytest.mark.parametrize(
    ("minutes", "units"), [(7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3), (52, 3), (53, 4), (67, 4), (68, 5)]
)
def test_a_unit_needs_eight_minutes_and_each_further_one_fifteen(minutes: int, units: int) -> None:
    assert units_of_minutes(minutes) == units
