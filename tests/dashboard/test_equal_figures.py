"""Every figure that stands on two pages is equal on both: the pairs are listed once and held equal under filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.sample_practice import ask_query, ask_text

# (query, column): the sum of the column over all rows; "rows" counts them.
Figure = tuple[str, str]


@dataclass(frozen=True)
class Pair:
    """One figure, where it stands, and what both queries are asked beside the filters."""

    where: str
    first: Figure
    second: Figure
    asked: dict[str, Any]


OPEN_DENIALS = {"category": "missing_kx"}
PAIRS = [
    Pair(
        "open services: overview, denials lead",
        ("decision_denials", "open_services"),
        ("denial_nearest", "services"),
        OPEN_DENIALS,
    ),
    Pair(
        "open dollars: overview, denials lead",
        ("decision_denials", "open_cents"),
        ("denial_nearest", "open_cents"),
        OPEN_DENIALS,
    ),
    Pair(
        "open dollars: lead, queue of claims",
        ("denial_nearest", "open_cents"),
        ("denial_claims", "open_cents"),
        OPEN_DENIALS,
    ),
    Pair(
        "open lines: queue, its claims' lines", ("denial_claims", "lines"), ("denial_claim_lines", "rows"), OPEN_DENIALS
    ),
    Pair("claims: lead, queue", ("denial_nearest", "claims"), ("denial_claims", "rows"), OPEN_DENIALS),
    Pair("refund lines: overview, refund check", ("decision_refunds", "refund_lines"), ("refund_check", "rows"), {}),
    Pair("refund lines: check, queue", ("refund_check", "rows"), ("refund_claims", "lines"), {}),
    Pair(
        "refund dollars: overview, queue",
        ("decision_refunds", "patient_share_cents"),
        ("refund_claims", "patient_share_cents"),
        {},
    ),
    Pair("denied services: totals, months", ("denial_totals", "services"), ("denial_months", "services"), {}),
    Pair("denied services: totals, clinics", ("denial_totals", "services"), ("denial_clinics", "services"), {}),
    Pair("denied services: totals, reasons", ("denial_totals", "services"), ("denial_categories", "services"), {}),
    Pair(
        "expected dollars: totals, states", ("denial_totals", "expected_cents"), ("denial_states", "expected_cents"), {}
    ),
    Pair(
        "recovered dollars: months, reasons",
        ("denial_months", "recovered_cents"),
        ("denial_categories", "recovered_cents"),
        {},
    ),
    Pair(
        "expired dollars: totals, clinics", ("denial_totals", "expired_cents"), ("denial_clinics", "expired_cents"), {}
    ),
    Pair(
        "records: crossings answer, its list",
        ("crossing_counts", "pairs"),
        ("crossing_patients", "rows"),
        {"calendar_year": 2026},
    ),
    Pair(
        "KX now: crossings answer, its list",
        ("crossing_counts", "needs_kx_now"),
        ("crossing_patients", "needs_kx_now"),
        {"calendar_year": 2026},
    ),
    Pair(
        "new crossings: answer, list",
        ("crossing_counts", "new_crossings"),
        ("crossing_patients", "is_new_crossing"),
        {"calendar_year": 2026},
    ),
    Pair("lines: provider list, line list", ("provider_list", "lines"), ("line_total", "lines"), {}),
    Pair("KX lines: provider list, lines", ("provider_list", "kx_lines"), ("line_total", "lines"), {"has_kx": True}),
    Pair(
        "early KX lines: provider list, lines",
        ("provider_list", "early_kx_lines"),
        ("line_total", "lines"),
        {"is_early": True},
    ),
    Pair("payments: by month, list", ("payment_months", "payments"), ("payment_list", "rows"), {}),
    Pair("paid dollars: by month, list", ("payment_months", "payment_cents"), ("payment_list", "payment_cents"), {}),
]
# Code of a set of filters -> its parameters; the numbers come from the practice.
FILTERS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "all": lambda home: {},
    "year": lambda home: {
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 1),
        "first_year": 2026,
        "last_year": 2026,
    },
    "category": lambda home: {"pool": "OT"},
    "clinic": lambda home: {"payee_npi": ask_text(home, "select min(payee_npi) from mart.denial")},
    "provider": lambda home: {"provider_npi": ask_text(home, "select min(provider_npi) from mart.denial")},
    "payer and category": lambda home: {
        "payer_name": ask_text(home, "select min(payer_name) from mart.denial"),
        "pool": "PT_SLP",
    },
}
BESIDE = {"since_date": date(2026, 9, 30), "soon_days": 30, "minimum_beneficiaries": 10}


def read_figure(home: Path, figure: Figure, asked: dict[str, Any]) -> int:
    found = ask_query(home, figure[0], **asked)
    return len(found) if figure[1] == "rows" else int(found[figure[1]].fillna(0).sum())


@pytest.mark.parametrize("filters", FILTERS)
def test_a_figure_on_two_pages_is_one_figure(practice_home: Path, filters: str) -> None:
    chosen = FILTERS[filters](practice_home)
    unequal = {}
    for pair in PAIRS:
        asked = BESIDE | chosen | pair.asked
        both = read_figure(practice_home, pair.first, asked), read_figure(practice_home, pair.second, asked)
        if both[0] != both[1]:
            unequal[pair.where] = both
    assert not unequal


def test_the_figures_are_not_all_nothing(practice_home: Path) -> None:
    nothing = [pair.where for pair in PAIRS if not read_figure(practice_home, pair.first, BESIDE | pair.asked)]
    assert nothing in ([], ["KX now: crossings answer, its list"])  # nobody of this practice needs KX now


def test_the_overview_counts_the_crossings_of_the_crossings_page(practice_home: Path) -> None:
    through = date.fromisoformat(ask_text(practice_home, "select data_through_date from mart.build_info")[:10])
    known = {"known_by": through, "data_through_date": through, "calendar_year": through.year, **BESIDE}
    crossings = [read_figure(practice_home, ("overview_crossings_known", "crossings"), known)]
    crossings.append(read_figure(practice_home, ("crossing_counts", "crossings"), known))
    assert crossings[0] == crossings[1]
