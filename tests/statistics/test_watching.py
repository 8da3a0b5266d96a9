"""Why watching stops 60 days before the newest date: the rule is right on both clocks, watching longer is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from pipelines.statistics.incidence import compute_incidence, count_courses

Integers = NDArray[np.int64]
ACCOUNTS, NEWEST, SILENT = 40_000, 300, 60


@dataclass(frozen=True)
class Caseload:
    """Accounts that begin at any day of 300: the days of their visits (an account a row), how many, when they cross."""

    visit_days: Integers
    visits: Integers
    crossing_visit: Integers

    def day_of(self, visit: Integers) -> Integers:
        return np.asarray(self.visit_days[np.arange(ACCOUNTS), np.clip(visit, 1, None) - 1])


@pytest.fixture(scope="module")
def caseload() -> Caseload:
    random = np.random.default_rng(11)
    gaps = random.integers(2, 13, (ACCOUNTS, 80))
    gaps[:, 0] = random.integers(0, NEWEST, ACCOUNTS)
    visits = np.minimum(1 + random.geometric(1 / 14, ACCOUNTS), 80)
    return Caseload(np.cumsum(gaps, axis=1), visits, random.integers(8, 25, ACCOUNTS))


def share_crossed(time: Integers, event: Integers, by: int) -> float:
    counts = count_courses(np.zeros(len(time), np.int64), time, event, groups=1)
    return float(compute_incidence(counts).crossed[0, counts.times <= by][-1])


def watch(caseload: Caseload, to: int, silent: int) -> tuple[Integers, Integers, Integers]:
    """Last visit that counts, day and event of those who had begun; an end of care needs `silent` days before `to`."""
    crosses = caseload.visits >= caseload.crossing_visit
    last = np.where(crosses, caseload.crossing_visit, caseload.visits)
    so_far = (caseload.visit_days <= to).sum(axis=1)
    left_by = np.where(crosses, to, to - silent)
    is_known = caseload.day_of(last) <= left_by
    begun = caseload.visit_days[:, 0] <= to
    number = np.where(is_known, last, np.minimum(so_far, last))
    day = np.where(is_known, caseload.day_of(last), to) - caseload.visit_days[:, 0]
    return number[begun], day[begun], (np.where(crosses, 1, 2) * is_known)[begun]


@pytest.mark.parametrize(("clock", "by", "too_much"), [("visits", 20, 0.07), ("days", 100, 0.026)])
def test_a_closed_window_finds_the_truth_and_an_open_one_does_not(
    caseload: Caseload, clock: str, by: int, too_much: float
) -> None:
    column = ("visits", "days").index(clock)
    whole = watch(caseload, to=5_000, silent=0)
    truth = share_crossed(whole[column], whole[2], by)
    closed = watch(caseload, to=NEWEST - SILENT, silent=0)
    opened = watch(caseload, to=NEWEST, silent=SILENT)
    assert share_crossed(closed[column], closed[2], by) == pytest.approx(truth, abs=0.01)
    assert share_crossed(opened[column], opened[2], by) - truth == pytest.approx(too_much, abs=0.01)
