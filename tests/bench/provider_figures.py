"""The figures of provider risk: false alarms against their exact chance, power, and rules that are named."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.inference._rates import INNER_TAIL, OUTER_TAIL
from pipelines.statistics.signature import MIXED
from tests.bench.equal_providers import (
    BASE,
    MONTHS,
    PATIENTS,
    compute_exact,
    compute_if_known,
    simulate_equal,
)
from tests.bench.page import Figure, write_block
from tests.bench.starts import RUNS, SIZES, write_confusion
from tests.bench.unequal_providers import (
    FEW,
    FEWEST_PATIENTS,
    MOST_PATIENTS,
    NULLS,
    RANDOM_EFFECTS,
    count_false_years,
    count_found,
    count_wrong_years,
    draw_random_effects,
)
from tests.law.repository import ROOT

RUNS_OF_YEARS = 400
NULL_YEARS = 4_000
POWER_YEARS = 2_000
NO_EFFECT = -1.0
MOST_FALSE_MONTH = 0.01
# Most years, in percent, in which ten providers that do nothing unusual may have anybody on the list.
MOST_FALSE = {"equal providers": 1.0, RANDOM_EFFECTS: 15.0}
# Percent of years: somebody listed whose share is no minimum effect above the others' in truth.
MOST_WRONG = 5.0
MOST_ERRORS = 3.5
PAGE = ROOT / "docs" / "provider-risk.md"


def bench_providers() -> list[Figure]:
    """Limits and list among equal providers over two years; the list in years of three kinds; who is found."""
    figures = [Figure("patients of each provider and month", PATIENTS, "patients", None),
               Figure("share of them with early KX", 100 * BASE, "percent", None),
               Figure("months in each run", MONTHS, "months", None),
               Figure("runs", RUNS_OF_YEARS, "runs", None)]  # fmt: skip
    for providers in (10, 50):
        figures += _compare(providers, RUNS_OF_YEARS)
    for level, tail in (("95%", INNER_TAIL), ("99.8%", OUTER_TAIL)):
        name = f"3 equal providers: outside {level}, each, if the others' share were known"
        figures.append(Figure(name, 100 * compute_if_known(3, tail), "percent", None))
    write_block(PAGE, "providers", figures)
    listed = bench_review_list()
    write_block(PAGE, "review list", listed)
    return figures + listed


def bench_review_list() -> list[Figure]:
    """Years of providers who do nothing unusual, with and without the minimum effect; and providers who do."""
    figures = [Figure("fewest patients of a provider and year", FEWEST_PATIENTS, "patients", None),
               Figure("most patients of a provider and year", MOST_PATIENTS, "patients", None),
               Figure("years of each kind", NULL_YEARS, "runs", None)]  # fmt: skip
    for providers in (2, 3, 10, 50):
        for name, draw in NULLS.items():
            limit = MOST_FALSE.get(name) if providers == 10 else None
            found, test_alone = (
                100 * count_false_years(draw, providers, NULL_YEARS, *more) for more in ((), (NO_EFFECT,))
            )
            figures += [
                Figure(f"{providers} providers, {name}: years with any provider listed", found, "percent", limit),
                Figure("the same by the test alone, without the minimum effect", test_alone, "percent", None),
            ]
        wrong = 100 * count_wrong_years(providers, NULL_YEARS)
        name = (
            f"{providers} providers, {RANDOM_EFFECTS}: any provider listed who is not truly 10 points above the others"
        )
        figures.append(Figure(name, wrong, "percent", MOST_WRONG))
    figures.append(Figure("years of each share and size below", POWER_YEARS, "runs", None))
    for patients in (FEW, 30, 60, 120):
        for share in (0.3, 0.5, 1.0):
            missed = 100 - 100 * count_found(patients, share, POWER_YEARS)
            limit = 0.0 if share == 1 else None
            name = f"early KX on {share:.0%} of {patients} patients, among 10 equal others: not listed"
            figures.append(Figure(name, missed, "percent", limit))
    missed = 100 - 100 * count_found(FEW, 1.0, POWER_YEARS, draw=draw_random_effects)
    name = f"early KX on 100% of {FEW} patients, among 10 others of sd 0.5: not listed"
    return [*figures, Figure(name, missed, "percent", 0.0)]


def _compare(providers: int, runs: int) -> list[Figure]:
    seen, exact = simulate_equal(providers, runs * MONTHS), compute_exact(providers)
    equal = f"{providers} equal providers"
    figures = [
        Figure(f"{equal}: outside 95%, each", 100 * seen.inner_share, "percent", 200 * INNER_TAIL),
        Figure(f"{equal}: outside 99.8%, each", 100 * seen.outer_share, "percent", 200 * OUTER_TAIL),
    ]
    names = ("any provider outside 95%", "any provider outside 99.8%", "any provider on the list")
    for name, flags, chance in zip(names, (seen.inner, seen.outer, seen.listed), exact, strict=True):
        nominal = 100 * MOST_FALSE_MONTH if name.endswith("list") else None
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
    wrong = [row for row in rows if row["signature_category"] not in (row["planted_category"], "mixed", "too_few")]
    of_one, of_mixed = (sum(int(str(row["named_value"])) for row in wrong if (row["planted_category"] == MIXED) is flag)
                        for flag in (False, True))  # fmt: skip
    mixed_runs = RUNS * len({(row["deviating_value"], row["accounts_value"]) for row in rows})
    figures += [
        Figure("one rule simulated, another named, over all runs", of_one, "runs", 0),
        Figure("several rules mixed, one named, of all their runs", 100 * of_mixed / mixed_runs, "percent", 0.1),
    ]
    write_block(PAGE, "signature", figures)
    return figures
