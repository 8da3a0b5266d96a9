"""Which rule of a system explains where KX starts, for each provider and each clinic.

grain:  one row per clinic, provider and calendar year; clinic, provider or year null is over all of them
key:    payee_npi, provider_npi, calendar_year
units:  accounts (beneficiary, pool and year) are counted; _cents are US cents; _ratio is 0 to 1
source: ledger.kx_start, reference.rule_parameter

Decision 0059.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._rules import read_rules
from pipelines.statistics.signature import FIXED_DISTANCE, Flags, Limits, Rule, Starts, name_signature

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


@dataclass(frozen=True)
class Accounts:
    """All rows of ledger.kx_start; `is_known`: how much of the year was used before is."""

    starts: Starts
    is_institutional: Flags
    is_known: Flags


def infer(kx_start: pa.Table, rule_parameter: pa.Table) -> pa.Table:
    """Each clinic, provider and provider of a clinic, in each year and over all, with at least one account."""
    if kx_start.num_rows == 0:
        return SCHEMA.empty_table()
    rules = read_rules(rule_parameter)
    percent = {name: 1e-2 * rules[f"signature_{name}_percent"] for name in ("explained", "margin")}
    fewest = rules["signature_minimum_accounts"]
    nearest = 1e2 * rules["signature_nearest_dollars"]
    limits = Limits(fewest, percent["explained"], percent["margin"], nearest)
    accounts = _read_accounts(kx_start)
    groups = list(_group(kx_start))
    # a provider of one clinic has the same accounts there as everywhere
    different = {places.tobytes(): places for _, places in groups}
    signed = {name: _sign(accounts, places, limits) for name, places in different.items()}
    rows = [{**named, **signed[places.tobytes()]} for named, places in groups]
    return pa.Table.from_pylist(rows, schema=SCHEMA).sort_by([(name, "ascending") for name in _KEYS])


def _read_accounts(kx_start: pa.Table) -> Accounts:
    columns = {name: np.asarray(kx_start[name].to_numpy(zero_copy_only=False)) for name in kx_start.column_names}
    flags = (columns[name].astype(bool) for name in _FLAGS)
    amounts = (columns[name].astype(float) for name in ("remaining_after_cents", "remaining_previous_cents"))
    is_known = np.asarray(columns["prior_use_grade"] != "unknown")
    return Accounts(Starts(*flags, *amounts), columns["is_institutional"].astype(bool), is_known)


def _group(kx_start: pa.Table) -> Iterator[tuple[dict[str, object], Places]]:
    """Who and when, with the places of the accounts; lines without a provider or clinic belong to none."""
    encoded = {name: kx_start[name].combine_chunks().dictionary_encode() for name in _KEYS}
    number = {name: column.indices.fill_null(-1).to_numpy() for name, column in encoded.items()}
    for names in _GROUPS:
        for more in ((), ("calendar_year",)):
            asked = (*names, *more)
            known = np.flatnonzero(np.all([number[name] >= 0 for name in asked], axis=0))
            code = np.zeros(len(known), np.int64)
            for name in asked:
                code = code * len(encoded[name].dictionary) + number[name][known]
            order = np.argsort(code, kind="stable")
            _, starts = np.unique(code[order], return_index=True)
            for places in np.split(known[order], starts)[1:]:
                yield {name: encoded[name][places[0]].as_py() if name in asked else None for name in _KEYS}, places


def _sign(accounts: Accounts, places: Places, limits: Limits) -> dict[str, object]:
    """One row: institutional accounts are counted apart, since KX on every line of a discipline is customary there."""
    is_institutional = accounts.is_institutional[places]
    own, apart = places[~is_institutional], places[is_institutional]
    starts = accounts.starts.take(own)
    signature, rules = name_signature(starts, limits)
    named = {rule.name: rule for rule in rules}
    best = named.get(signature, max(rules, key=lambda rule: rule.share))
    return {
        "signature_category": signature,
        "accounts": len(own),
        "kx_accounts": int(starts.has_kx.sum()),
        "known_kx_accounts": int((starts.has_kx & accounts.is_known[own]).sum()),
        "institutional_accounts": len(apart),
        "institutional_kx_accounts": int(accounts.starts.has_kx[apart].sum()),
        "explained_accounts": best.explained,
        "asked_accounts": best.asked,
        "explained_ratio": best.share if best.asked else None,
        **{f"{name}_accounts": rule.explained for name, rule in named.items()},
        **_tell_distance(named[FIXED_DISTANCE]),
    }


def _tell_distance(rule: Rule) -> dict[str, int | None]:
    """The amounts between which the distance lies; null where no distance explains anything."""
    if not rule.explained:
        return {"distance_low_cents": None, "distance_high_cents": None}
    return {"distance_low_cents": round(rule.low), "distance_high_cents": round(rule.high)}
