"""Equal providers month by month through the product's own tables, beside what is exact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import stats

from pipelines.inference import provider_rate, provider_review
from pipelines.inference._rates import INNER_TAIL, OUTER_TAIL
from pipelines.statistics.funnel import compute_any_outside
from pipelines.statistics.hypergeometric import compute_limits, compute_tails
from pipelines.statistics.interval import compute_exact_interval

SEED = 20261127
PATIENTS = 20
BASE = 0.1
MONTHS = 24
FALSE_PART = 0.05
FEWEST = 10
LEAST_EXCESS = 0.1
_RULES = pa.table(
    {
        "parameter_name": [
            "all_kx_minimum_beneficiaries",
            "list_false_discovery_percent",
            "list_minimum_excess_percent",
        ],
        "parameter_value": [FEWEST, round(100 * FALSE_PART), round(100 * LEAST_EXCESS)],
    }
)
_WHOLE = ("beneficiaries", "lines", "line_squares", "below_beneficiaries", "below_lines", "below_line_squares")
_PART = ("kx_beneficiaries", "kx_lines", "kx_line_squares", "line_products")
Matrix = NDArray[np.int64]


@dataclass(frozen=True)
class Alarms:
    """Whether anybody was outside the funnel's limits or on the list, one flag a month; and each provider's part."""

    inner: NDArray[np.bool_]
    outer: NDArray[np.bool_]
    listed: NDArray[np.bool_]
    inner_share: float
    outer_share: float


def count_months(trials: Matrix, events: Matrix) -> pa.Table:
    """ledger.provider_count of months (rows) by providers (columns), each patient with one line below the threshold."""
    months, providers = events.shape
    whole, part = np.broadcast_to(trials, events.shape).ravel(), events.ravel()
    columns: dict[str, object] = dict.fromkeys(_WHOLE, whole)
    columns |= {f"{prefix}{name}": part for prefix in ("", "early_", "judged_") for name in _PART}
    columns |= {
        "known_by_date": pa.nulls(whole.size, pa.date32()),
        "is_current": np.ones(whole.size, bool),
        "period_code": np.repeat(np.arange(months), providers).astype(str),
        "pool": pa.nulls(whole.size, pa.string()),
        "payee_npi": pa.nulls(whole.size, pa.string()),
        "provider_npi": np.tile(np.arange(providers), months).astype(str),
        "cell_ordinal": np.repeat(np.arange(months), providers),
        "far_early_kx_lines": part,
        "same_visit_kx_lines": np.zeros(whole.size, np.int64),
        "unjudged_kx_lines": np.zeros(whole.size, np.int64),
    }
    return pa.table(columns)


def list_months(trials: Matrix, events: Matrix, least_excess: float = LEAST_EXCESS) -> NDArray[np.bool_]:
    """Who is on the product's review list, months by providers; `least_excess` -1 leaves the minimum effect out."""
    rules = _RULES.set_column(
        1, "parameter_value", pa.array([FEWEST, round(100 * FALSE_PART), round(100 * least_excess)])
    )
    found = provider_review.infer(count_months(trials, events), rules)
    is_listed = np.zeros(events.shape, bool)
    months, providers = (found[name].cast(pa.int64()).to_numpy() for name in ("period_code", "provider_npi"))
    is_listed[months, providers] = True
    return is_listed


def simulate_equal(providers: int, months: int) -> Alarms:
    """So many months of equal providers, all with the same chance of KX below for each patient."""
    dice = np.random.default_rng([SEED, providers])
    events = dice.binomial(PATIENTS, BASE, (months, providers))
    trials = np.full((1, providers), PATIENTS)
    judged = provider_rate.infer(count_months(trials, events))
    keep = np.asarray(judged["rate_name"].to_pylist()) == "kx_beneficiaries"
    funnel = np.asarray(judged["funnel_category"].to_pylist())[keep].reshape(months, -1)
    is_outer = np.isin(funnel, ["above_outer", "below_outer"])
    is_outside = np.isin(funnel, ["inside"], invert=True)
    each = (is_outside, is_outer, list_months(trials, events))
    inner, outer, listed = (np.asarray(flags.any(axis=1), bool) for flags in each)
    return Alarms(inner, outer, listed, float(np.mean(is_outside)), float(np.mean(is_outer)))


def compute_exact(providers: int) -> tuple[float, float, float]:
    """Chance of any alarm in a month, over all totals: inner limits, outer limits, list."""
    whole = providers * PATIENTS
    totals = np.arange(whole + 1)
    weight = stats.binom.pmf(totals, whole, BASE)
    likely = totals[weight > 1e-13]
    chances = np.array([_compute_given(providers, int(total)) for total in likely])
    inner, outer, listed = weight[likely] @ chances
    return float(inner), float(outer), float(listed)


def _compute_given(providers: int, total: int) -> tuple[float, float, float]:
    trials, whole = np.full(providers, PATIENTS), providers * PATIENTS
    limits = [compute_limits(trials, total, whole, tail) for tail in (INNER_TAIL, OUTER_TAIL)]
    low, high = (np.stack(side) for side in zip(*limits, strict=True))
    inner, outer = compute_any_outside(trials, low, high, total)
    return float(inner), float(outer), compute_any_listed(providers, PATIENTS, total)


def compute_any_listed(providers: int, patients: int, total: int, least_excess: float = LEAST_EXCESS) -> float:
    """Chance that the list holds anybody, given the `total` of patients with early KX, spread at random.

    The test lists nobody as long as for every k fewer than k providers have a chance of at most k q / m; else it lists
    the highest count at least. So the list is empty when the test lists nobody or no count reaches the minimum effect.
    From the highest count down, all ways to have so many providers at a count or above, of such a sum, are added up;
    those in which the test would list somebody are struck out.
    """
    whole = providers * patients
    counts = np.arange(min(patients, total) + 1)
    _, many = compute_tails(counts, patients, total, whole)
    bounds = [int(np.searchsorted(-many, -(k + 1) * FALSE_PART / providers, "left")) for k in range(providers)]
    low, _ = compute_exact_interval(counts, patients)
    small = counts[low < (total - counts) / (whole - patients) + least_excess]
    weight = stats.binom.pmf(np.arange(patients + 1), patients, total / whole)
    unlisted = _count_ways(providers, total, counts, weight, bounds)
    no_effect, neither = (_count_ways(providers, total, small, weight, some) for some in ([], bounds))
    return float(1 - (unlisted + no_effect - neither) / stats.binom.pmf(total, whole, total / whole))


def _count_ways(
    providers: int, total: int, counts: Matrix, weight: NDArray[np.float64], bounds: list[int]
) -> NDArray[np.float64]:
    """Weight of all ways to spread `total` over the providers in these counts, without those that `bounds` strike."""
    ways = np.zeros((providers + 1, total + 1))
    ways[0, 0] = 1.0
    for count in counts[::-1]:
        ways = _add_count(ways, int(count), float(weight[count]))
        allowed = min((k for k, bound in enumerate(bounds) if bound == count), default=providers)
        ways[allowed + 1 :] = 0.0
    return np.asarray(ways[providers, total])


def _add_count(ways: NDArray[np.float64], count: int, weight: float) -> NDArray[np.float64]:
    """The ways after any number of the providers that are left got `count`."""
    providers, total = ways.shape[0] - 1, ways.shape[1] - 1
    added = ways.copy()
    left = providers - np.arange(providers + 1.0)
    share = np.ones(providers + 1)
    for times in range(1, providers + 1):
        if times * count > total:
            break
        # ways to choose who of those left gets it, step by step: n, n (n - 1) / 2, ...
        share = share * (left - times + 1) / times * weight
        shifted = ways[: providers + 1 - times, : total + 1 - times * count] * share[: providers + 1 - times, None]
        added[times:, times * count :] += shifted
    return added


def compute_if_known(providers: int, tail: float) -> float:
    """Chance that a provider lies outside limits that take the others' share for the true one: what was not built."""
    others = PATIENTS * (providers - 1)
    counts, known = np.arange(PATIENTS + 1), np.arange(others + 1)
    share = (known / others)[:, None]
    is_outside = (stats.binom.cdf(counts, PATIENTS, share) <= tail) | (
        stats.binom.sf(counts - 1, PATIENTS, share) <= tail
    )
    joint = stats.binom.pmf(known, others, BASE)[:, None] * stats.binom.pmf(counts, PATIENTS, BASE)
    return float((joint * is_outside).sum())
