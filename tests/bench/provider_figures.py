"""The figures of provider risk: false alarms against their exact chance, power, and rules that are named."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.inference._rates import INNER_TAIL, OUTER_TAIL
from tests.bench.equal_providers import (
    BASE,
    FALSE_PART,
    MONTHS,
    PATIENTS,
    compute_exact,
    compute_if_known,
    simulate_always_on,
    simulate_equal,
)
from tests.bench.page import Figure, write_block
from tests.bench.starts import RUNS, SIZES, write_confusion
from tests.law.repository import ROOT

RUNS_OF_YEARS = 400
POWER_RUNS = 2_000
MOST_ERRORS = 3.5
PAGE = ROOT / "docs" / "provider-risk.md"


def bench_providers() -> list[Figure]:
    """Ten and fifty equal providers over two years, and one that puts KX on everyone."""
    figures = [Figure("patients of each provider and month", PATIENTS, "patients", None),
               Figure("of them with KX below the threshold", 100 * BASE, "percent", None),
               Figure("months in each run", MONTHS, "months", None),
               Figure("runs", RUNS_OF_YEARS, "runs", None)]  # fmt: skip
    for providers in (10, 50):
        figures += _compare(providers, RUNS_OF_YEARS)
    for level, tail in (("95%", INNER_TAIL), ("99.8%", OUTER_TAIL)):
        name = f"3 equal providers: outside {level}, each, were the others' share known"
        figures.append(Figure(name, 100 * compute_if_known(3, tail), "percent", None))
    missed = 1 - simulate_always_on(POWER_RUNS)
    figures.append(Figure("KX on all of 30 patients, among 10 others: not listed", 100 * missed, "percent", 5))
    write_block(PAGE, "providers", figures)
    return figures


def _compare(providers: int, runs: int) -> list[Figure]:
    seen, exact = simulate_equal(providers, runs * MONTHS), compute_exact(providers)
    equal = f"{providers} equal providers"
    figures = [
        Figure(f"{equal}: outside 95%, each", 100 * seen.inner_share, "percent", 200 * INNER_TAIL),
        Figure(f"{equal}: outside 99.8%, each", 100 * seen.outer_share, "percent", 200 * OUTER_TAIL),
    ]
    names = ("anybody outside 95%", "anybody outside 99.8%", "anybody on the list")
    for name, flags, chance in zip(names, (seen.inner, seen.outer, seen.listed), exact, strict=True):
        nominal = 100 * FALSE_PART if name.endswith("list") else None
        figures += _tell(f"{equal}: {name}", flags, chance, nominal)
    return figures


def _tell(name: str, flags: NDArray[np.bool_], chance: float, nominal: float | None) -> list[Figure]:
    """A month and two years: seen, exact, and how many standard errors lie between."""
    years = flags.reshape(-1, MONTHS).any(axis=1)
    long_chance = 1 - (1 - chance) ** MONTHS
    figures = []
    for span, seen, exact, limit in (("month", flags, chance, nominal), ("two years", years, long_chance, None)):
        error = np.sqrt(exact * (1 - exact) / seen.size)
        apart = abs(float(seen.mean()) - exact) / float(error)
        figures += [
            Figure(f"{name}, {span}", 100 * float(seen.mean()), "percent", limit),
            Figure("the same computed exactly", 100 * exact, "percent", limit),
            Figure("standard errors between them", apart, "times", MOST_ERRORS),
        ]
    return figures


def bench_signature() -> list[Figure]:
    """Each rule planted at each size; writes the list of the reference."""
    rows = write_confusion()
    figures = [Figure("runs of each rule, size and deviation", RUNS, "runs", None)]
    for row in rows:
        planted, percent, size = row["planted_category"], row["deviating_value"], row["accounts_value"]
        if row["signature_category"] == planted and size in SIZES[1:] and planted != "mixed":
            missed = 100 - 100 * int(str(row["named_value"])) / RUNS
            limit = 10.0 if (size, percent) == (60, 10) else None
            figures.append(
                Figure(f"{planted}, {size} patients, {percent}% deviate: not named", missed, "percent", limit)
            )
    wrong = sum(int(str(row["named_value"])) for row in rows
                if row["signature_category"] not in (row["planted_category"], "mixed", "too_few"))  # fmt: skip
    figures.append(Figure("another rule named, over all runs", wrong, "runs", 0))
    write_block(PAGE, "signature", figures)
    return figures
