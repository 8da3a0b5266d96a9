"""Among equal providers chance is what was computed, and one that differs is listed: the small size of make bench."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest
from scipy import stats

from tests.bench.equal_providers import (
    FALSE_PART,
    MONTHS,
    compute_any_listed,
    compute_exact,
    simulate_always_on,
    simulate_equal,
)

RUNS = 40


def test_false_alarms_are_those_computed_and_at_most_nominal() -> None:
    seen, exact = simulate_equal(10, RUNS * MONTHS), compute_exact(10)
    for flags, chance in zip((seen.inner, seen.outer, seen.listed), exact, strict=True):
        error = np.sqrt(chance * (1 - chance) / flags.size)
        assert abs(flags.mean() - chance) < 3.5 * error
    assert seen.inner_share < 0.05
    assert seen.outer_share < 0.01
    assert exact[2] < FALSE_PART


@pytest.mark.parametrize(("providers", "patients", "total"), [(3, 12, 7), (4, 10, 12), (2, 30, 9)])
def test_the_exact_chance_of_a_list_is_that_of_all_ways_counted(providers: int, patients: int, total: int) -> None:
    """Every way in which the total falls on the providers, weighed, and asked of scipy's Benjamini and Hochberg."""
    listed = 0
    for counts in product(range(min(patients, total) + 1), repeat=providers):
        if sum(counts) != total:
            continue
        tails = stats.hypergeom.sf(np.array(counts) - 1, providers * patients, total, patients)
        if (stats.false_discovery_control(np.minimum(tails, 1)) <= FALSE_PART).any():
            listed += int(np.prod([comb(patients, count) for count in counts], dtype=object))
    told = compute_any_listed(providers, patients, total)
    assert told == pytest.approx(listed / comb(providers * patients, total), abs=1e-9)


def test_kx_on_all_of_thirty_patients_is_listed_in_the_first_month() -> None:
    assert simulate_always_on(200) >= 0.95
