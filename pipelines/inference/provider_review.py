"""The review list: providers whose KX stands out, each with the reason and the numbers behind it.

grain:  one row per known-by date, period, pool, clinic and provider; pool or clinic null is over all of them
key:    known_by_date, period_code, pool, payee_npi, provider_npi
units:  beneficiaries and lines are counts; _ratio is 0 to 1
source: ledger.provider_count, reference.rule_parameter

Decisions 0075, 0076, 0077 and 0078.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._rates import EARLY, JUDGED, Rates, Share, read_column, read_rates
from pipelines.inference._rules import read_rules
from pipelines.statistics.funnel import adjust_false_discovery
from pipelines.statistics.hypergeometric import compute_tails
from pipelines.statistics.interval import compute_exact_interval

_KEYS = ("period_code", "pool", "payee_npi", "provider_npi")
_OWN_COUNTS = ("beneficiaries", "kx_beneficiaries", "kx_lines", "early_kx_lines", "far_early_kx_lines",
               "same_visit_kx_lines", "unjudged_kx_lines")  # fmt: skip
_RATED_COUNTS = ("rated_beneficiaries", "rated_kx_beneficiaries", "others_beneficiaries", "others_kx_beneficiaries")
_RATIOS = ("rate_ratio", "exact_low_ratio", "exact_high_ratio", "others_ratio", "chance_ratio", "adjusted_chance_ratio")
SCHEMA = pa.schema(
    [("known_by_date", pa.date32()), ("is_current", pa.bool_())]
    + [(name, pa.string()) for name in _KEYS]
    + [(name, pa.bool_()) for name in ("has_all_kx_reason", "has_early_kx_reason", "is_judged")]
    + [(name, pa.int64()) for name in (*_OWN_COUNTS, *_RATED_COUNTS)]
    + [(name, pa.float64()) for name in _RATIOS]
)

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def infer(provider_count: pa.Table, rule_parameter: pa.Table) -> pa.Table:
    """The rows of `provider_count` that are on the review list, those with most far early lines first."""
    if provider_count.num_rows == 0:
        return SCHEMA.empty_table()
    rules = read_rules(rule_parameter)
    rates = read_rates(provider_count, EARLY)
    own = {name: read_column(provider_count, name)[rates.row] for name in _OWN_COUNTS}
    compared = _compare(rates, rules)
    has_all_kx, has_early = _find_reasons(provider_count, EARLY, rates, compared, rules)
    judged = read_rates(provider_count, JUDGED)
    is_judged = np.logical_or(*_find_reasons(provider_count, JUDGED, judged, _compare(judged, rules), rules))
    columns: dict[str, object] = {
        **{key: provider_count[key].take(pa.array(rates.row)) for key in ("known_by_date", "is_current", *_KEYS)},
        "has_all_kx_reason": has_all_kx,
        "has_early_kx_reason": has_early,
        "is_judged": is_judged,
        **own,
        "rated_beneficiaries": rates.trials,
        "rated_kx_beneficiaries": rates.events,
        "others_beneficiaries": rates.total_trials - rates.trials,
        "others_kx_beneficiaries": rates.total_events - rates.events,
        **{name: pa.array(compared[name], from_pandas=True) for name in _RATIOS},
    }
    table = pa.table({field: columns[field] for field in SCHEMA.names}, schema=SCHEMA)
    return table.filter(pa.array(has_all_kx | has_early)).sort_by(
        [(name, "ascending") for name in ("known_by_date", *_KEYS[:3])]
        + [("is_judged", "descending")]
        + [(name, "descending") for name in ("far_early_kx_lines", "early_kx_lines")]
        + [("provider_npi", "ascending")]
    )


def _find_reasons(
    counts: pa.Table, share: Share, rates: Rates, compared: dict[str, Floats], rules: dict[str, int]
) -> tuple[Flags, Flags]:
    """Who has KX on every patient and most of it early (100% KX), and whose early KX is above that of peers."""
    kx_lines, early_lines, patients, kx_patients = (
        read_column(counts, name)[rates.row]
        for name in ("kx_lines", f"{share.part}kx_lines", "beneficiaries", "kx_beneficiaries")
    )
    is_everyone, is_mostly_early = kx_patients == patients, 2 * early_lines >= kx_lines
    has_all_kx = is_everyone & is_mostly_early & (patients >= rules["all_kx_minimum_beneficiaries"])
    # 100% KX for a reason: most of it is at or over the threshold
    is_expected = is_everyone & ~is_mostly_early
    return has_all_kx, _stand_out(rates, compared, rules) & ~is_expected


def _compare(rates: Rates, rules: dict[str, int]) -> dict[str, Floats]:
    """Each provider's share of patients with early KX beside all others, and how often chance alone would do it."""
    _, many = compute_tails(rates.events, rates.trials, rates.total_events, rates.total_trials)
    low, high = compute_exact_interval(rates.events, rates.trials)
    # a provider with too few patients is not compared: that depends on their number, not on what was found
    asked = np.where(rates.trials >= rules["all_kx_minimum_beneficiaries"], many, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        others = (rates.total_events - rates.events) / (rates.total_trials - rates.trials)
    return {
        "rate_ratio": rates.events / rates.trials,
        "exact_low_ratio": low,
        "exact_high_ratio": high,
        "others_ratio": others,
        "chance_ratio": many,
        "adjusted_chance_ratio": adjust_false_discovery(asked, rates.cell),
    }


def _stand_out(rates: Rates, compared: dict[str, Floats], rules: dict[str, int]) -> Flags:
    """Whether the share is above the others' both by the test and by at least the minimum effect.

    The effect is the distance from the others' share to the lower exact limit, so that ordinary differences between
    providers list nobody.
    """
    level, least = (1e-2 * rules[f"list_{name}_percent"] for name in ("false_discovery", "minimum_excess"))
    with np.errstate(invalid="ignore"):
        is_unlikely = compared["adjusted_chance_ratio"] <= level
        is_large = compared["exact_low_ratio"] >= compared["others_ratio"] + least - 1e-12
    return np.asarray(is_unlikely & is_large & (rates.events > 0))
