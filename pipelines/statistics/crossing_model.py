"""When an amount is crossed: visits at a patient's own pace and amount, each of which may be the last.

All arrays are over the accounts of one pool; days count from the last visit that is known. Source: the time to the n-th
visit is a renewal process with gamma gaps (Cox DR. Renewal Theory, 1962, chapter 3); own pace and amount are partially
pooled (`credibility`); silence is judged by the reporting delay (Kalbfleisch JD, Lawless JF. JASA 1989;84:360-372).

Decision 0031.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, ndtr

from pipelines.statistics.credibility import Credibility, fit_credibility

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_VISITS = 120
FEWEST_ENDS = 10
_LONGEST_GAP = 60
_PRIOR_VISITS = 20.0
_PRIOR_ENDS = 5.0
_NEGLIGIBLE = 1e-6


@dataclass(frozen=True)
class Histories:
    """What is known of each account: gaps between its newest visits, what those visits were allowed, how far it is.

    Counts, sums and sums of squares as in ledger.account_month; `silent_days` from the last known visit to the date,
    `pace_days` the mean usual gap in whole days (0 without a gap).
    """

    gaps: Floats
    gap_days: Floats
    gap_square: Floats
    usual_days: Floats
    usual_square: Floats
    priced: Floats
    cents: Floats
    cents_square: Floats
    course_visits: Integers
    silent_days: Integers
    pace_days: Integers


@dataclass(frozen=True)
class Habit:
    """What a pool's accounts have in common.

    `pause` turns a usual gap into a mean gap, `spread` is the squared coefficient of variation of gaps, `ending[p, v]`
    the chance that visit v of a course is its last at a pace of p days, `reported[d]` the chance that a visit is known
    d days later.
    """

    gap: Credibility
    pause: float
    spread: float
    price: Credibility
    ending: Floats
    reported: Floats


@dataclass(frozen=True)
class Outlook:
    """One account a row: mean and variance of the days to the next visit, of later gaps, of an amount; and who still
    comes for an n-th further visit (accounts x visits)."""

    first_mean: Floats
    first_variance: Floats
    gap_mean: Floats
    gap_doubt: Floats
    price_mean: Floats
    price_doubt: Floats
    comes: Floats

    def take(self, rows: Integers) -> Outlook:
        """Some of the accounts."""
        return Outlook(*(getattr(self, column.name)[rows] for column in fields(self)))


@dataclass(frozen=True)
class Course:
    """The crossing as a mixture over the number of visits it takes, without what is negligible: one row a part."""

    account: Integers
    weight: Floats
    shape: Floats
    scale: Floats
    accounts: int

    def reach(self, days: Floats) -> Floats:
        """The chance of each account to have crossed so many days after its last known visit."""
        chance = gammainc(self.shape, np.maximum(days[self.account] + 0.5, 0) / self.scale)
        return np.bincount(self.account, self.weight * chance, self.accounts).astype(np.float64)


def fit_habit(histories: Histories, visits: ArrayLike, ends: ArrayLike, delays: ArrayLike) -> Habit | None:
    """The habits of a pool; None when too little is known.

    `visits[p, v]` and `ends[p, v]` count settled visits by the pace p up to them and their number v in the course, and
    those that were the last; `delays[d]` visits by the days until they were known.
    """
    gap = fit_credibility(histories.gaps, histories.usual_days, histories.usual_square)
    whole = fit_credibility(histories.gaps, histories.gap_days, histories.gap_square)
    price = fit_credibility(histories.priced, histories.cents, histories.cents_square)
    seen, ended, waited = (np.asarray(counts, float) for counts in (visits, ends, delays))
    if gap is None or whole is None or price is None or ended.sum() < FEWEST_ENDS or not waited.sum():
        return None
    reported = np.cumsum(waited) / waited.sum()
    spread = whole.within / whole.mean**2
    return Habit(gap, whole.mean / gap.mean, spread, price, _smooth_ends(seen, ended), reported)


def _smooth_ends(visits: Floats, ends: Floats) -> Floats:
    """The chance of an end at each pace and visit number: of visits about as far into a course, drawn toward all, times
    how much oftener care ends at that pace than so far into a course at any, drawn toward 1."""
    overall = ends.sum() / visits.sum()
    number = np.arange(visits.shape[1])
    reach = np.maximum(number // 4, 1)
    low, high = np.maximum(number - reach, 0), np.minimum(number + reach + 1, len(number))
    seen, ended = (np.concatenate([[0.0], np.cumsum(column.sum(0))]) for column in (visits, ends))
    common = (ended[high] - ended[low] + _PRIOR_VISITS * overall) / (seen[high] - seen[low] + _PRIOR_VISITS)
    oftener = (ends.sum(1) + _PRIOR_ENDS) / (visits @ common + _PRIOR_ENDS)
    return np.asarray(np.minimum(oftener[:, None] * common, 1))


def look_ahead(histories: Histories, habit: Habit) -> Outlook:
    """What each account may do next, given that nothing was reported since its last known visit."""
    usual, doubt = habit.gap.shrink(histories.gaps, histories.usual_days)
    gap_mean, gap_doubt = usual * habit.pause, doubt * habit.pause**2
    price_mean, price_doubt = habit.price.shrink(histories.priced, histories.cents)
    chance, unseen = _next_visit(gap_mean, habit, histories.silent_days)
    quiet = (chance * unseen).sum(1)
    given = chance * unseen / np.maximum(quiet, _NEGLIGIBLE)[:, None]
    days = np.arange(1, _LONGEST_GAP + 1)
    first_mean = given @ days
    first_variance = np.maximum(given @ days**2 - first_mean**2, 0.25)
    comes = _still_come(histories.course_visits, habit.ending[histories.pace_days], quiet)
    return Outlook(first_mean, first_variance, gap_mean, gap_doubt, price_mean, price_doubt, comes)


def _next_visit(gap_mean: Floats, habit: Habit, silent_days: Integers) -> tuple[Floats, Floats]:
    """For each account and gap of 1 to 60 days: its chance, and the chance that such a visit is not known yet."""
    edges = np.arange(_LONGEST_GAP + 1) + 0.5
    chance = np.diff(gammainc(1 / habit.spread, edges / (habit.spread * gap_mean[:, None])), axis=1)
    chance = chance / np.maximum(chance.sum(1, keepdims=True), _NEGLIGIBLE)
    waited = silent_days[:, None] - np.arange(1, _LONGEST_GAP + 1)
    known = habit.reported[np.clip(waited, 0, len(habit.reported) - 1)]
    return chance, np.where(waited < 0, 1.0, 1 - known)


def _still_come(course_visits: Integers, ending: Floats, quiet: Floats) -> Floats:
    """Accounts x visits: the chance that care goes on to the n-th further visit, by Bayes' rule over the silence."""
    number = course_visits[:, None] + np.arange(MOST_VISITS)
    goes_on = 1 - np.take_along_axis(ending, np.minimum(number, ending.shape[1] - 1), 1)
    first = goes_on[:, 0] * quiet
    still = first / np.maximum(first + 1 - goes_on[:, 0], _NEGLIGIBLE)
    later = np.cumprod(goes_on[:, 1:], axis=1)
    return np.column_stack([still, still[:, None] * later])


def plan_course(outlook: Outlook, habit: Habit, missing_cents: Floats) -> Course:
    """How many visits each account needs for `missing_cents`, the chance to come so often, and the time it takes."""
    visits = np.arange(1, MOST_VISITS + 1, dtype=float)
    mean = visits * outlook.price_mean[:, None] - missing_cents[:, None]
    spread = np.sqrt(visits * habit.price.within + visits**2 * outlook.price_doubt[:, None])
    enough = np.maximum.accumulate(ndtr(mean / spread), axis=1)
    weight = np.diff(enough, axis=1, prepend=0.0) * outlook.comes
    account, later = np.nonzero(weight > _NEGLIGIBLE)
    time = outlook.first_mean[account] + later * outlook.gap_mean[account]
    variance = (
        outlook.first_variance[account]
        + later * habit.spread * outlook.gap_mean[account] ** 2
        + later**2 * outlook.gap_doubt[account]
    )
    return Course(account, weight[account, later], time**2 / variance, variance / time, len(missing_cents))
