"""Prices of a day: the first unit in full, every other one with practice expense halved."""

from __future__ import annotations

from pipelines.simulate.fee_schedule import charge_cents, per_hundred, price_day, unit_price


def test_a_single_unit_counts_in_full() -> None:
    assert price_day([("97110", 1)], 2024) == [(2_894, 2_894)]


def test_further_units_count_with_half_the_practice_expense() -> None:
    assert price_day([("97110", 3)], 2024) == [(3 * 2_894, 2_894 + 2 * (2_894 - 591))]


def test_the_code_with_the_highest_practice_expense_is_the_one_in_full() -> None:
    exercise, activities = price_day([("97110", 1), ("97530", 1)], 2024)
    assert exercise == (2_894, 2_894 - 591)
    assert activities == (3_624, 3_624)


def test_the_same_unit_has_another_price_in_another_year() -> None:
    assert [unit_price("97110", year).full_cents for year in (2024, 2025, 2026)] == [2_894, 2_813, 2_911]


def test_charges_are_whole_dollars_and_a_bundled_code_has_one_too() -> None:
    assert charge_cents("97110", 2, 210) == 12_200
    assert charge_cents("97010", 1, 210) == 1_500


def test_percentages_round_half_up() -> None:
    assert [per_hundred(cents, 2) for cents in (24, 25, 6_800)] == [0, 1, 136]
