"""The log-rank test is that of the library that the product does not call, to the ninth decimal."""

from __future__ import annotations

import numpy as np
import pytest
from sksurv.compare import compare_survival

from pipelines.statistics.incidence import count_courses
from pipelines.statistics.log_rank import LogRank, compare_paces


def compare(group: list[int], time: list[int], event: list[int]) -> LogRank:
    counts = count_courses(np.array(group), np.array(time), np.array(event), groups=max(group) + 1)
    return compare_paces(counts.crossed[None], counts.at_risk[None])[0]


@pytest.mark.parametrize("groups", [2, 3, 7])
@pytest.mark.parametrize("seed", range(10))
def test_it_is_that_of_the_reference(seed: int, groups: int) -> None:
    random = np.random.default_rng(seed)
    group = np.concatenate([np.arange(groups), random.integers(0, groups, 150)])
    time, event = random.integers(0, 40, len(group)), random.choice(3, len(group), p=[0.3, 0.3, 0.4])
    event[:groups] = 1
    found = compare(group.tolist(), time.tolist(), event.tolist())
    outcome = np.array(list(zip(event == 1, time.astype(float), strict=True)), dtype=[("event", bool), ("time", float)])
    statistic, p_value = compare_survival(outcome, group)
    assert found.freedom == groups - 1
    np.testing.assert_allclose([found.statistic, found.p_value], [statistic, p_value], atol=1e-9)


def test_remission_times_as_published() -> None:
    """Freireich's leukaemia trial (Blood 1963;21:699-716), 6-MP against placebo: chi-squared 16.79."""
    treated = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    found = compare([0] * 21 + [1] * 21, treated + placebo, relapsed + [1] * 21)
    assert found.statistic == pytest.approx(16.79, abs=0.005)
    assert found.expected.tolist() == pytest.approx([19.25, 10.75], abs=0.005)


def test_alike_groups_do_not_differ() -> None:
    found = compare([0, 0, 0, 1, 1, 1], [1, 2, 3, 1, 2, 3], [1, 1, 0, 1, 1, 0])
    assert found.statistic == pytest.approx(0)
    assert found.p_value == pytest.approx(1)


@pytest.mark.parametrize(
    ("group", "time", "event"), [([0, 0], [1, 2], [1, 1]), ([0, 1], [1, 2], [0, 0]), ([0, 1], [1, 2], [0, 1])]
)
def test_without_a_choice_of_groups_there_is_no_test(group: list[int], time: list[int], event: list[int]) -> None:
    found = compare(group, time, event)
    assert found.freedom == 0
    assert np.isnan(found.p_value)
