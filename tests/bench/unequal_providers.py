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
    return np.asarray(dice.binomial(patients, _draw_chances(dice, patients.size, years)))


def _draw_chances(dice: np.random.Generator, providers: int, years: int) -> NDArray[np.float64]:
    return np.asarray(expit(logit(BASE) + SPREAD * dice.standard_normal((years, providers))))


def draw_clusters(dice: np.random.Generator, patients: Matrix, years: int) -> Matrix:
    """Patients come in referred groups of `REFERRED`, alike by an intraclass correlation of `REFERRED_LIKENESS`."""
    groups = -(-patients // REFERRED)
    weight = 1 / REFERRED_LIKENESS - 1
    shares = dice.beta(BASE * weight, (1 - BASE) * weight, (years, patients.size, int(groups.max())))
    sizes = np.clip(patients[:, None] - REFERRED * np.arange(int(groups.max())), 0, REFERRED)
    return np.asarray(dice.binomial(sizes, shares).sum(axis=2))


RANDOM_EFFECTS = "random effects, sd 0.5 on the logit"
NULLS: dict[str, Draw] = {
    "equal providers": draw_equal,
    RANDOM_EFFECTS: draw_random_effects,
    "referred groups of 6 patients": draw_clusters,
}


def count_false_years(draw: Draw, providers: int, years: int, least_excess: float = LEAST_EXCESS) -> float:
    """Part of the years in which anybody is listed although nobody does anything unusual."""
    dice = np.random.default_rng([SEED, providers, *draw.__name__.encode()])
    patients = dice.integers(FEWEST_PATIENTS, MOST_PATIENTS + 1, providers)
    return float(list_months(patients[None, :], draw(dice, patients, years), least_excess).any(axis=1).mean())


def count_wrong_years(providers: int, years: int) -> float:
    """Part of the years with random effects in which somebody is listed whose chance is no minimum effect above.

    The chance is what a provider was simulated with; that of the others is weighted by their patients.
    """
    dice = np.random.default_rng([SEED, providers, *draw_random_effects.__name__.encode()])
    patients = dice.integers(FEWEST_PATIENTS, MOST_PATIENTS + 1, providers)
    chances = _draw_chances(dice, providers, years)
    is_listed = list_months(patients[None, :], np.asarray(dice.binomial(patients, chances)))
    expected = chances * patients
    others = (expected.sum(axis=1, keepdims=True) - expected) / (patients.sum() - patients)
    return float((is_listed & (chances < others + LEAST_EXCESS)).any(axis=1).mean())


def count_found(patients: int, share: float, years: int, others: int = 10, draw: Draw = draw_equal) -> float:
    """Part of the years in which a provider with early KX on this share of patients is listed, among `others`."""
    dice = np.random.default_rng([SEED, patients, round(100 * share), others])
    sizes = dice.integers(FEWEST_PATIENTS, MOST_PATIENTS + 1, others + 1)
    sizes[0] = patients
    events = draw(dice, sizes, years)
    events[:, 0] = dice.binomial(patients, share, years)
    return float(list_months(sizes[None, :], events)[:, 0].mean())
