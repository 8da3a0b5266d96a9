"""Ranks practices by what needs attention, and compares their shares of early KX with what chance alone would give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.models.named_query import Row
from pipelines.portfolio.summary import Summary
from pipelines.statistics.funnel import estimate_overdispersion
from pipelines.statistics.hypergeometric import compute_limits, compute_standard_deviation, compute_tails

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_TAILS = {"inner": 0.025, "outer": 0.001}
# What makes a practice need attention, the most urgent first; practices are ranked by these amounts in this order.
_URGENT = (
    "expiring_cents",
    "needs_kx_patients",
    "review_providers",
    "refused_files",
)
_NAMES = ("practice_key", "practice_name", "folder_name", "rated_beneficiaries", "rated_kx_beneficiaries")


def list_practices(summaries: Sequence[Summary]) -> list[Row]:
    """One row for each practice, first what cannot be read or was not published, then by what needs attention."""
    rows = [_describe(summary) for summary in summaries]
    rows.sort(key=_rank)
    return [{**row, "priority": place} for place, row in enumerate(rows, start=1)]


def _describe(summary: Summary) -> Row:
    figures = summary.figures
    needs = sum(bool(figures.get(name)) for name in _URGENT)
    needs += bool(figures.get("is_stale")) + bool(summary.failed_build or summary.reason)
    return {
        "practice_key": summary.practice_key,
        "folder_name": summary.member.name,
        **figures,
        "practice_name": figures.get("practice_name") or summary.member.name,
        "state": "not read" if summary.reason else "read",
        "reason": " ".join(part for part in (summary.reason, summary.failed_build) if part),
        "is_build_failed": bool(summary.failed_build),
        "needs": needs,
    }


def _rank(row: Row) -> tuple[Any, ...]:
    is_unknown = row["state"] != "read" or row["is_build_failed"]
    amounts = tuple(-int(row.get(name) or 0) for name in (*_URGENT, "recoverable_cents"))
    return (not is_unknown, *amounts, not row.get("is_stale"), row["folder_name"])


def compare_practices(practices: Sequence[Row]) -> tuple[list[Row], Row | None]:
    """The share of patients with early KX of each practice within the limits of chance, and all of them as one row.

    Exact limits, given all patients of all practices, as for providers; `wide` are the outer ones widened by how far
    practices lie apart in themselves. Empty and None without a patient to count.
    """
    rated = [row for row in practices if row.get("rated_beneficiaries")]
    if not rated:
        return [], None
    trials, events = (
        np.array([row[name] for row in rated], np.int64) for name in ("rated_beneficiaries", "rated_kx_beneficiaries")
    )
    share, spread = float(events.sum() / trials.sum()), _spread(trials, events)
    ratios = {"rate_ratio": events / trials, **_limit(trials, events, max(spread or 1.0, 1.0))}
    few, many = compute_tails(events, trials, int(events.sum()), int(trials.sum()))
    found: list[Row] = [
        {
            **{name: row[name] for name in _NAMES},
            **{name: float(values[place]) for name, values in ratios.items()},
            "funnel_category": _place(float(few[place]), float(many[place])),
            "is_outlying": bool(ratios["rate_ratio"][place] > ratios["wide_high_ratio"][place]),
        }
        for place, row in enumerate(rated)
    ]
    whole = {"rated_beneficiaries": int(trials.sum()), "rated_kx_beneficiaries": int(events.sum())}
    return found, {**whole, "practices": len(rated), "rate_ratio": share, "overdispersion_factor": spread}


def _limit(trials: Integers, events: Integers, spread: float) -> dict[str, Floats]:
    total, part = int(trials.sum()), int(events.sum())
    limits: dict[str, Floats] = {}
    for name, tail in _TAILS.items():
        for side, counts in zip(("low", "high"), compute_limits(trials, part, total, tail), strict=True):
            limits[f"{name}_{side}_ratio"] = counts / trials
    for side in ("low", "high"):
        away = limits[f"outer_{side}_ratio"] - part / total
        limits[f"wide_{side}_ratio"] = np.clip(part / total + np.sqrt(spread) * away, 0, 1)
    return limits


def _place(few: float, many: float) -> str:
    """Inside, or beyond the inner (95%) or outer (99.8%) limit, above or below."""
    for name in ("outer", "inner"):
        if min(few, many) <= _TAILS[name]:
            return f"{'above' if many < few else 'below'}_{name}"
    return "inside"


def _spread(trials: Integers, events: Integers) -> float | None:
    """How many times wider than by chance practices lie apart; null where nothing can vary."""
    total, part = int(trials.sum()), int(events.sum())
    deviation = compute_standard_deviation(trials, part, total)
    varying = deviation > 0
    if varying.sum() < 2:
        return None
    return float(estimate_overdispersion((events - trials * part / total)[varying] / deviation[varying]))
