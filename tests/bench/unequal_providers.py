"""How often the review list names anybody in a year: among equal, usual and differently referred providers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from tests.bench.equal_providers import BASE, LEAST_EXCESS, SEED, list_months

Matrix = NDArray[np.int64]
Draw = Callable[[np.random.Generator, Matrix, int], Matrix]
# Patients of a provider in a year, each size as likely.
FEWEST_PATIENTS = 20
MOST_PATIENTS = 160
# One standard deviation around 10%: shares from 6% to 16%.
SPREAD = 0.5
REFERRED = 6
REFERRED_LIKENESS = 0.3
FEW = 12


def draw_equal(dice: np.random.Generator, patients: Matrix, years: int) -> Matrix:
    """Every patient has early KX with one chance, whoever treats them."""
    return np.asarray(dice.binomial(patients, BASE, (years, patients.size)))


def draw_random_effects(dice: np.random.Generator, patients: Matrix, years: int) -> Matrix:
    """Each provider has a chance of their own: normal on the logit scale, standard deviation `SPREAD`."""
    shares = expit(logit(BASE) + SPREAD * dice.standard_normal((years, patients.size)))
    return np.asarray(dice.binomial(patients, shares))


def draw_clusters(dice: np.random.Generator, patients: Matrix, years: int) -> Matrix:
    """Patients come in referred groups of `REFERRED`, alike by an intraclass correlation of `REFERRED_LIKENESS`."""
    groups = -(-patients // REFERRED)
    weight = 1 / REFERRED_LIKENESS - 1
    shares = dice.beta(BASE * weight, (1 - BASE) * weight, (years, patients.size, int(groups.max())))
    sizes = np.clip(patients[:, None] - REFERRED * np.arange(int(groups.max())), 0, REFERRED)
    return np.asarray(dice.binomial(sizes, shares).sum(axis=2))


NULLS: dict[str, Draw] = {
    "equal providers": draw_equal,
    "random effects, sd 0.5 on the logit": draw_random_effects,
    "referred groups of 6 patients": draw_clusters,
}


def count_false_years(draw: Draw, providers: int, years: int, least_excess: float = LEAST_EXCESS) -> float:
    """Part of the years in which anybody is listed although nobody does anything unusual."""
    dice = np.random.default_rng([SEED, providers, *draw.__name__.encode()])
    patients = dice.integers(FEWEST_PATIENTS, MOST_PATIENTS + 1, providers)
    return float(list_months(patients[None, :], draw(dice, patients, years), least_excess).any(axis=1).mean())


def count_found(patients: int, share: float, years: int, others: int = 10, draw: Draw = draw_equal) -> float:
    """Part of the years in which a provider with early KX on this share of patients is listed, among `others`."""
    dice = np.random.default_rng([SEED, patients, round(100 * share), others])
    sizes = dice.integers(FEWEST_PATIENTS, MOST_PATIENTS + 1, others + 1)
    sizes[0] = patients
    events = draw(dice, sizes, years)
    events[:, 0] = dice.binomial(patients, share, years)
    return float(list_months(sizes[None, :], events)[:, 0].mean())
