"""Among equal providers chance is what was computed, and one that differs is listed: the small size of make bench."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest
from scipy import stats

from tests.bench.equal_providers import (
    FALSE_PART,
    LEAST_EXCESS,
    MONTHS,
    compute_any_listed,
    compute_exact,
    simulate_equal,
)
from tests.bench.unequal_providers import (
    FEW,
    NULLS,
    count_false_years,
    count_found,
    count_wrong_years,
    draw_equal,
    draw_random_effects,
)

RUNS = 40


def test_false_alarms_are_those_computed_and_at_most_nominal() -> None:
    seen, exact = simulate_equal(10, RUNS * MONTHS), compute_exact(10)
    for flags, chance in zip((seen.inner, seen.outer, seen.listed), exact, strict=True):
        error = np.sqrt(chance * (1 - chance) / flags.size)
        assert abs(flags.mean() - chance) < 3.5 * error
    assert seen.inner_share < 0.05
    assert seen.outer_share < 0.01
    assert exact[2] < 0.01


@pytest.mark.parametrize("least", [LEAST_EXCESS, -1.0])
@pytest.mark.parametrize(("providers", "patients", "total"), [(3, 12, 7), (4, 10, 12), (2, 30, 9)])
def test_the_exact_chance_of_a_list_is_that_of_all_ways_counted(
    providers: int, patients: int, total: int, least: float
) -> None:
    """Every way to spread the total, weighed, and judged by scipy's Fisher, Benjamini-Hochberg and exact limits."""
    listed, whole, most = 0, providers * patients, min(patients, total)
    tail_of = np.minimum(stats.hypergeom.sf(np.arange(most + 1) - 1, whole, total, patients), 1)
    low_of = [stats.binomtest(count, patients).proportion_ci(method="exact").low for count in range(most + 1)]
    for counts in product(range(most + 1), repeat=providers):
        if sum(counts) != total:
            continue
        is_unlikely = stats.false_discovery_control([tail_of[count] for count in counts]) <= FALSE_PART
        low = np.array([low_of[count] for count in counts])
        is_large = low >= (total - np.array(counts)) / (whole - patients) + least
        if (is_unlikely & is_large).any():
            listed += int(np.prod([comb(patients, count) for count in counts], dtype=object))
    told = compute_any_listed(providers, patients, total, least)
    assert told == pytest.approx(listed / comb(whole, total), abs=1e-9)


def test_ordinary_differences_between_providers_rarely_list_anybody() -> None:
    assert count_false_years(draw_equal, 10, 400) <= 0.01
    assert count_false_years(draw_random_effects, 10, 400) <= 0.15


def test_who_is_listed_in_a_large_group_is_truly_above_the_others() -> None:
    """Of 50 providers with habits of their own some lie 10 points above the others: nearly all listed ones do."""
    assert count_wrong_years(50, 400) <= 0.05 < 0.15 < count_false_years(draw_random_effects, 50, 400)


@pytest.mark.parametrize("name", [name for name in NULLS if name != "equal providers"])
def test_the_test_alone_would_list_somebody_in_many_of_these_years(name: str) -> None:
    """The nulls are not tame: what keeps the rate is the minimum effect."""
    assert count_false_years(NULLS[name], 10, 400, -1.0) > 0.3


def test_early_kx_on_all_of_twelve_patients_is_always_listed_and_on_half_of_sixty_nearly_always() -> None:
    assert count_found(FEW, 1.0, 200) == 1.0
    assert count_found(FEW, 1.0, 200, draw=draw_random_effects) == 1.0
    assert count_found(60, 0.5, 200) > 0.95
