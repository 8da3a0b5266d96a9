"""Curves are those of the library that the product does not call, to the ninth decimal, and keep the laws of shares."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sksurv.datasets import load_bmt
from sksurv.nonparametric import cumulative_incidence_competing_risks, kaplan_meier_estimator

from pipelines.statistics.incidence import (
    Counts,
    compute_incidence,
    compute_kaplan_meier,
    count_courses,
    find_first,
)

Integers = NDArray[np.int64]
# Time and event of ten: two crossings on day 2, a crossing together with a censoring on day 5, a competing end last.
TIMES = np.array([1, 2, 2, 3, 3, 5, 5, 6, 8, 9])
EVENTS = np.array([2, 1, 1, 0, 2, 1, 0, 1, 0, 2])

members = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(0, 2)), min_size=1, max_size=80)


def course(time: Integers, event: Integers, entry: Integers | None = None, minimum: int = 1) -> Counts:
    return count_courses(np.zeros(len(time), np.int64), time, event, entry, groups=1, minimum=minimum)


def test_ten_accounts_by_hand() -> None:
    counts = course(TIMES, EVENTS)
    incidence = compute_incidence(counts)
    assert counts.at_risk[0].tolist() == [10, 9, 7, 5, 3, 2, 1]
    # 0.9*2/9 = 0.2; waiting 0.7, then 0.7*6/7 = 0.6; + 0.6/5 = 0.32; waiting 0.48; + 0.48/3 = 0.48
    np.testing.assert_allclose(incidence.crossed[0], [0, 0.2, 0.2, 0.32, 0.48, 0.48, 0.48], atol=1e-12)
    np.testing.assert_allclose(incidence.ended[0], [0.1, 0.1, 0.2, 0.2, 0.2, 0.2, 0.52], atol=1e-12)
    assert np.isnan(find_first(incidence.crossed, counts.times)).all()
    assert find_first(incidence.crossed, counts.times, 0.3).tolist() == [5]


def simulate(seed: int, share: tuple[float, float, float]) -> tuple[Integers, Integers, Integers]:
    """Four groups of 2 to 200 members on a few whole days: many ties, also of events with censorings."""
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(4), random.integers(2, 200, 4))
    event = random.choice(3, len(group), p=share)
    for number in range(4):  # the reference wants both events in each sample
        event[np.flatnonzero(group == number)[:2]] = [1, 2]
    return group, random.integers(0, random.integers(2, 90), len(group)), event


@pytest.mark.parametrize("share", [(0.3, 0.3, 0.4), (0.9, 0.05, 0.05), (0.0, 0.5, 0.5), (0.0, 0.98, 0.02)])
@pytest.mark.parametrize("seed", range(10))
def test_curves_and_bands_are_those_of_the_reference(seed: int, share: tuple[float, float, float]) -> None:
    group, time, event = simulate(seed, share)
    counts = count_courses(group, time, event, groups=4)
    ours = compute_incidence(counts)
    for number in range(4):
        own = group == number
        times, shares, limits = cumulative_incidence_competing_risks(
            event[own], time[own].astype(float), conf_type="log-log", var_type="Aalen"
        )
        place = np.searchsorted(counts.times, times)
        np.testing.assert_allclose(ours.crossed[number, place], shares[1], atol=1e-9)
        np.testing.assert_allclose(ours.ended[number, place], shares[2], atol=1e-9)
        known = ~np.isnan(ours.lower[number, place])
        np.testing.assert_allclose(ours.lower[number, place][known], limits[1, 0][known], atol=1e-9)
        np.testing.assert_allclose(ours.upper[number, place][known], limits[1, 1][known], atol=1e-9)
        # where we give no limit, the reference has none either: they equal the estimate
        np.testing.assert_allclose(limits[1][:, ~known], np.broadcast_to(shares[1], (2, len(times)))[:, ~known])


@pytest.mark.parametrize("seed", range(5))
def test_without_a_competing_end_it_is_one_minus_kaplan_meier(seed: int) -> None:
    group, time, event = simulate(seed, (0.4, 0.6, 0.0))
    own = group == 0
    counts = course(time[own], (event[own] == 1).astype(int))
    times, waiting = kaplan_meier_estimator(event[own] == 1, time[own].astype(float))
    place = np.searchsorted(counts.times, times)
    np.testing.assert_allclose(compute_incidence(counts).crossed[0, place], 1 - waiting, atol=1e-9)
    np.testing.assert_allclose(compute_kaplan_meier(counts)[0, place], 1 - waiting, atol=1e-9)


def test_marrow_transplants_as_published() -> None:
    """35 patients of Scrucca, Santucci and Aversa (Bone Marrow Transplant 2007;40:381-387): 9 deaths, 15 relapses."""
    _, table = load_bmt()
    time, event = (np.asarray(table[name]).astype(np.int64) for name in ("ftime", "status"))
    counts = course(time, event)
    assert (int(counts.crossed.sum()), int(counts.ended.sum())) == (9, 15)
    _, shares = cumulative_incidence_competing_risks(event, time.astype(float))
    np.testing.assert_allclose(compute_incidence(counts).crossed[0], shares[1], atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(members)
def test_shares_make_one_and_a_group_does_not_feel_the_others(rows: list[tuple[int, int, int]]) -> None:
    group, time, event = np.array(rows).T
    counts = count_courses(group, time, event, groups=3)
    incidence = compute_incidence(counts)
    np.testing.assert_allclose(incidence.crossed + incidence.ended + incidence.waiting, 1, atol=1e-12)
    assert (np.diff(incidence.crossed, axis=1) >= -1e-15).all()
    assert (compute_kaplan_meier(counts) >= incidence.crossed - 1e-12).all()
    known = ~np.isnan(incidence.lower)
    assert (incidence.lower[known] <= incidence.crossed[known]).all()
    assert (incidence.crossed[known] <= incidence.upper[known]).all()
    for number in np.unique(group):
        alone = course(time[group == number], event[group == number])
        place = np.searchsorted(counts.times, alone.times)
        np.testing.assert_allclose(incidence.crossed[number, place], compute_incidence(alone).crossed[0], atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(members)
def test_late_entry_at_the_start_is_no_late_entry(rows: list[tuple[int, int, int]]) -> None:
    _, time, event = np.array(rows).T
    plain, late = course(time + 1, event), course(time + 1, event, np.zeros(len(time), np.int64))
    np.testing.assert_array_equal(plain.at_risk, late.at_risk)
    np.testing.assert_array_equal(compute_incidence(plain).crossed, compute_incidence(late).crossed)


def test_who_comes_late_is_at_risk_from_then_on() -> None:
    counts = course(np.array([2, 4, 6, 6]), np.array([1, 1, 2, 0]), np.array([0, 2, 1, 4]))
    assert counts.at_risk[0].tolist() == [2, 2, 2]
    np.testing.assert_allclose(compute_incidence(counts).crossed[0], [0.5, 0.75, 0.75])


def test_a_course_starts_when_enough_are_under_way() -> None:
    entry = np.array([0, 1, 2, 2, 2])
    counts = course(np.array([2, 3, 4, 5, 6]), np.array([1, 1, 1, 2, 1]), entry, minimum=4)
    assert counts.started[0].tolist() == [False, True, True, True, True]
    assert counts.crossed[0].tolist() == [0, 1, 1, 0, 1]
    assert compute_incidence(counts).crossed[0, 1] == 0.25
    assert not course(np.array([2]), np.array([1]), np.array([0]), minimum=2).crossed.any()


@pytest.mark.parametrize(("event", "crossed"), [(0, 0.0), (1, 1.0), (2, 0.0)])
def test_one_account_has_a_curve_and_no_band(event: int, crossed: float) -> None:
    incidence = compute_incidence(course(np.array([7]), np.array([event])))
    assert incidence.crossed[0].tolist() == [crossed]
    assert np.isnan(incidence.lower).all()


def test_nobody_is_an_empty_curve() -> None:
    nobody = np.zeros(0, np.int64)
    counts = count_courses(nobody, nobody, nobody, groups=2)
    assert compute_incidence(counts).crossed.shape == (2, 0)
    assert np.isnan(find_first(counts.crossed, counts.times)).all()
