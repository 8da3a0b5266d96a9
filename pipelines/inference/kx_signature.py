"""Which rule of a system explains where KX starts, for each provider and each clinic.

grain:  one row per clinic, provider and calendar year; clinic, provider or year null is over all of them
key:    payee_npi, provider_npi, calendar_year
units:  accounts (beneficiary, pool and year) are counted; _cents are US cents; _ratio is 0 to 1
source: ledger.kx_start, reference.rule_parameter

Decision 0059.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._rules import read_rules
from pipelines.statistics.signature import FIXED_DISTANCE, Limits, Rule, Starts, name_signature

_KEYS = ("payee_npi", "provider_npi", "calendar_year")
# who is looked at: a provider, a clinic, a provider within a clinic; each in a year and over all years
_GROUPS = (("provider_npi",), ("payee_npi",), ("payee_npi", "provider_npi"))
_FLAGS = ("has_kx", "is_kx_needed", "is_from_start", "is_after_denial", "is_first_needed")
SCHEMA = pa.schema(
    [("payee_npi", pa.string()), ("provider_npi", pa.string()), ("calendar_year", pa.int64())]
    + [("signature_category", pa.string())]
    + [(name, pa.int64()) for name in (
        "accounts", "kx_accounts", "known_kx_accounts", "institutional_accounts", "institutional_kx_accounts",
        "explained_accounts", "asked_accounts", "always_on_accounts", "fixed_distance_accounts",
        "after_denial_accounts", "at_threshold_accounts", "distance_low_cents", "distance_high_cents")]
    + [("explained_ratio", pa.float64())]
)  # fmt: skip

Places = NDArray[np.int64]


def infer(kx_start: pa.Table, rule_parameter: pa.Table) -> pa.Table:
    """Each clinic, provider and provider of a clinic, in each year and over all, with at least one account."""
    if kx_start.num_rows == 0:
        return SCHEMA.empty_table()
    rules = read_rules(rule_parameter)
    percent = {name: 1e-2 * rules[f"signature_{name}_percent"] for name in ("explained", "margin")}
    fewest = rules["signature_minimum_accounts"]
    nearest = 1e2 * rules["signature_nearest_dollars"]
    limits = Limits(fewest, percent["explained"], percent["margin"], nearest)
    columns = {name: np.asarray(kx_start[name].to_numpy(zero_copy_only=False)) for name in kx_start.column_names}
    rows = [{**named, **_sign(columns, places, limits)} for named, places in _group(columns)]
    return pa.Table.from_pylist(rows, schema=SCHEMA).sort_by([(name, "ascending") for name in _KEYS])


def _group(columns: dict[str, NDArray[np.generic]]) -> Iterator[tuple[dict[str, object], Places]]:
    """Who and when, with the places of the accounts; lines without a provider or clinic belong to none."""
    for names in _GROUPS:
        for more in ((), ("calendar_year",)):
            found: dict[tuple[object, ...], list[int]] = {}
            for place, key in enumerate(zip(*(columns[name].tolist() for name in (*names, *more)), strict=True)):
                if None not in key:
                    found.setdefault(key, []).append(place)
            for key, places in found.items():
                named = dict(zip((*names, *more), key, strict=True))
                yield {name: named.get(name) for name in _KEYS}, np.array(places)


def _sign(columns: dict[str, NDArray[np.generic]], places: Places, limits: Limits) -> dict[str, object]:
    """One row: institutional accounts are counted apart, since KX on every line of a discipline is customary there."""
    is_institutional = columns["is_institutional"][places].astype(bool)
    has_kx = columns["has_kx"][places].astype(bool)
    is_known = columns["prior_use_grade"][places] != "unknown"
    signature, rules = name_signature(_read_starts(columns, places[~is_institutional]), limits)
    named = {rule.name: rule for rule in rules}
    best = named.get(signature, max(rules, key=lambda rule: rule.share))
    return {
        "signature_category": signature,
        "accounts": int((~is_institutional).sum()),
        "kx_accounts": int((has_kx & ~is_institutional).sum()),
        "known_kx_accounts": int((has_kx & ~is_institutional & is_known).sum()),
        "institutional_accounts": int(is_institutional.sum()),
        "institutional_kx_accounts": int((has_kx & is_institutional).sum()),
        "explained_accounts": best.explained,
        "asked_accounts": best.asked,
        "explained_ratio": best.share if best.asked else None,
        **{f"{name}_accounts": rule.explained for name, rule in named.items()},
        **_tell_distance(named[FIXED_DISTANCE]),
    }


def _read_starts(columns: dict[str, NDArray[np.generic]], places: Places) -> Starts:
    flags = [columns[name][places].astype(bool) for name in _FLAGS]
    amounts = [columns[name][places].astype(float) for name in ("remaining_after_cents", "remaining_previous_cents")]
    return Starts(flags[0], flags[1], flags[2], flags[3], flags[4], amounts[0], amounts[1])


def _tell_distance(rule: Rule) -> dict[str, int | None]:
    """The amounts between which the distance lies; null where no distance explains anything."""
    if not rule.explained:
        return {"distance_low_cents": None, "distance_high_cents": None}
    return {"distance_low_cents": round(rule.low), "distance_high_cents": round(rule.high)}
