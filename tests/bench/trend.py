"""Trends in which nothing changed, and in which early KX rose from 10 to 30 percent: how often the chart says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from pipelines.inference import control_point
from pipelines.models.catalog import REFERENCE_FOLDER
from tests.bench.page import Figure, write_block
from tests.law.repository import ROOT

SEED = 20261128
CHARTS = 2_000
MONTHS = 24
BASE, RAISED = 0.1, 0.3
STEP = 3
PROVIDERS = 5
PAGE = ROOT / "docs" / "measures.md"
Matrix = NDArray[np.int64]


@dataclass(frozen=True)
class Practice:
    """`patients` under treatment in a month, each for `shortest` to `longest` months; early KX from the first visit.

    `wave` is the height of a yearly rhythm relative to the share; with `has_habits` five providers differ in theirs.
    """

    patients: int = 60
    shortest: int = 2
    longest: int = 6
    share: float = BASE
    wave: float = 0.0
    has_habits: bool = False
    raised: float | None = None


def simulate(practice: Practice, charts: int, seed: int = SEED) -> tuple[Matrix, Matrix]:
    """Newly started patients with early KX, and all of them, charts by months; the first month of all is left out."""
    dice = np.random.default_rng([seed, practice.patients, practice.longest])
    months = np.arange(MONTHS)
    started = dice.poisson(2 * practice.patients / (practice.shortest + practice.longest), (charts, MONTHS))
    turned = dice.integers(0, 12, (charts, 1))
    share = practice.share * (1 + practice.wave * np.cos(2 * np.pi * (months + turned) / 12))
    if practice.raised is not None:
        share = np.where(months >= MONTHS - STEP, practice.raised, share)
    if practice.has_habits:
        habits = dice.beta(0.5, 4.5, (charts, PROVIDERS))
        habits = habits / habits.mean(axis=1, keepdims=True)
        parts = [dice.multinomial(row, np.full(PROVIDERS, 1 / PROVIDERS)) for row in started.ravel()]
        split = np.array(parts).reshape(charts, MONTHS, PROVIDERS)
        chance = np.clip(share[:, :, None] * habits[:, None, :], 0, 1)
        return dice.binomial(split, chance).sum(axis=2)[:, 1:], started[:, 1:]
    return dice.binomial(started, share)[:, 1:], started[:, 1:]


def judge(events: Matrix, trials: Matrix) -> NDArray[np.bool_]:
    """Which months the product marks in each chart."""
    charts, months = events.shape
    firsts = [date(2024 + (month + 1) // 12, (month + 1) % 12 + 1, 1) for month in range(months)]
    counts = {
        "subject_category": ["provider"] * events.size,
        "subject_npi": np.repeat([f"{chart:06}" for chart in range(charts)], months),
        "measure_name": ["new"] * events.size,
        "service_month": firsts * charts,
        "numerator_value": events.ravel(),
        "denominator_value": trials.ravel(),
        "is_independent": [True] * events.size,
        "is_complete": [True] * events.size,
    }
    none = pa.table({"step_month": pa.array([], pa.date32())})
    rules, numbers = (pa.csv.read_csv(REFERENCE_FOLDER / f"{name}.csv") for name in ("control_rule", "rule_parameter"))
    found = control_point.infer(pa.table(counts), none, rules, numbers).to_pylist()
    marked = np.zeros(events.shape, bool)
    for row in found:
        month = (row["service_month"].year - 2024) * 12 + row["service_month"].month - 2
        marked[int(row["subject_npi"]), month] = row["rule_codes"] != ""
    return marked


def measure_null(practice: Practice, charts: int) -> float:
    """The part of two-year charts with any month marked."""
    return float(judge(*simulate(practice, charts)).any(axis=1).mean())


def measure_found(practice: Practice, charts: int) -> float:
    """The part of charts in which a looker at the end of one of the months of the step sees one of them marked."""
    events, trials = simulate(practice, charts)
    found = np.zeros(charts, bool)
    for later in range(STEP):
        end = events.shape[1] - later
        found |= judge(events[:, :end], trials[:, :end])[:, -(STEP - later) :].any(axis=1)
    return float(found.mean())


NULLS = {
    "60 patients who stay 2 to 6 months": Practice(),
    "60 patients who stay 1 to 3 months": Practice(shortest=1, longest=3),
    "60 patients, a share of 30%": Practice(share=RAISED),
    "150 patients": Practice(patients=150),
    "60 patients, yearly rhythm of a third up and down": Practice(wave=1 / 3),
    "60 patients, yearly rhythm of a half up and down": Practice(wave=0.5),
    "150 patients, yearly rhythm of a half up and down": Practice(patients=150, wave=0.5),
    "60 patients of five providers with habits of their own": Practice(has_habits=True),
    "the same with a yearly rhythm of a half up and down": Practice(has_habits=True, wave=0.5),
}


def bench_trend() -> list[Figure]:
    """Each kind of practice in which nothing changed, then the step; writes the block of docs/measures.md."""
    figures = [Figure("charts of each kind", CHARTS, "charts", None)]
    for name, practice in NULLS.items():
        figures.append(Figure(f"nothing changed: {name}", 100 * measure_null(practice, CHARTS), "percent", 5))
    missed = 1 - measure_found(Practice(raised=RAISED), CHARTS)
    figures.append(Figure("60 patients, 10% to 30%: not found in three months", 100 * missed, "percent", 20))
    write_block(PAGE, "trend", figures)
    return figures
