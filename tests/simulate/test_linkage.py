"""Denials and what came after them are linked as they were planted; `tests.simulate.linkage` measures ten practices."""

from __future__ import annotations

import pytest

from tests.simulate.linkage import NOTHING, SEEDS, measure_linkage


@pytest.mark.slow
def test_links_are_right_and_few_are_missed_over_four_practices() -> None:
    measured = sum((measure_linkage(seed) for seed in SEEDS[:4]), NOTHING)
    assert measured.planted > 300
    assert measured.precision >= 0.99
    assert measured.recall >= 0.97


@pytest.mark.slow
def test_changed_lines_are_missed_and_most_of_them_are_listed_for_a_person() -> None:
    """One later line in ten has another code, day or size: docs/denials.md says how the links fare."""
    measured = sum((measure_linkage(seed, is_disturbed=True) for seed in SEEDS[:2]), NOTHING)
    assert measured.precision >= 0.98
    assert 0.9 <= measured.recall < 1
    assert measured.candidates * 2 >= measured.planted - measured.right
