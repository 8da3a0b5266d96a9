"""All contract tables of a practice, as lists of rows with the contract's column names.

A beneficiary is the resolved identifier instead of its key, a line its file and segment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import reduce

from tests.facts import PriorUse, Threshold
from tests.oracle.accrual import build_prior_use, build_steps, imply_prior_use, list_thresholds
from tests.oracle.denials import list_denials, list_leakage
from tests.oracle.history import Entry, History, build_history
from tests.oracle.marts import Row, list_crossings, list_lines, list_positions, list_providers
from tests.oracle.practice import OfferedFile, Practice
from tests.oracle.services import Services, build_services, normal

Ledger = dict[str, list[Row]]


def build_ledger(practice: Practice) -> Ledger:
    """What the files of a practice come to."""
    files = _drop_copies(practice.files)
    history = build_history(practice)
    links = [link for file in files for link in file.crosswalk]
    known = [row for file in files for row in file.prior_use]
    thresholds = [row for file in files for row in file.thresholds]
    return {**assemble(history, links, known, thresholds), "mart.file": _list_files(practice.files)}


def assemble(
    history: History, links: Iterable[tuple[str, str]], known: list[PriorUse], thresholds: list[Threshold]
) -> Ledger:
    """The tables that follow from claim payments, links of identifiers, prior use and added thresholds."""
    names = {normal(old): normal(new) for old, new in links if normal(old) != normal(new)}
    services = build_services(history, names)
    # the state of knowledge is that of the as-of date, which is the newest payment date unless another one is asked for
    by_then = [row for row in known if history.data_through and row.as_of <= history.data_through]
    years = list_thresholds(thresholds)
    prior = imply_prior_use(services, build_prior_use(by_then, services, names), years)
    steps = build_steps(services, prior, years)
    denials = list_denials(services, history.data_through)
    return {
        "mart.line": list_lines(services),
        "mart.line_position": list_positions(steps),
        "mart.threshold_crossing": list_crossings(steps, prior, history.data_through),
        "mart.provider_kx": list_providers(steps),
        "mart.denial": denials,
        "mart.leakage_by_month": list_leakage(denials),
        "mart.set_aside": _list_set_aside(history),
        "mart.build_info": [{"data_through_date": history.data_through, "lines": len(services.standing)}],
        "mart.service_line_balance": _list_balance(history, services),
    }


def _drop_copies(files: tuple[OfferedFile, ...]) -> list[OfferedFile]:
    def add(kept: list[OfferedFile], file: OfferedFile) -> list[OfferedFile]:
        return kept if file.content in [other.content for other in kept] else [*kept, file]

    return reduce(add, files, [])


def _list_set_aside(history: History) -> list[Row]:
    left_out = {None, "after_as_of"}
    return [
        {
            "file_name": entry.file.name,
            "segment_number": entry.segment,
            "rule": entry.fate,
        }
        for entry in history.entries
        if entry.fate not in left_out
    ]


def _list_files(files: tuple[OfferedFile, ...]) -> list[Row]:
    rows: list[Row] = []
    seen = set()
    for file in files:
        is_new = file.content not in seen
        seen.add(file.content)
        claims = [claim for payment in file.payments for claim in payment.claims]
        # an export knows no provider adjustments: its payment is what its rows paid
        paid = sum(payment.claims_paid if file.is_export else payment.total for payment in file.payments)
        rows.append(
            {
                "file_name": file.name,
                "kind": file.kind,
                "status": "accepted" if is_new else "duplicate",
                "claim_payments": len(claims) if is_new else None,
                "service_lines": sum(len(claim.lines) for claim in claims) if is_new else None,
                "payment_cents": paid if is_new else None,
            }
        )
    return rows


def _list_balance(history: History, services: Services) -> list[Row]:
    counts: Counter[tuple[date, str]] = Counter()
    for entry in history.entries:
        category = _fate(entry)
        if category:
            counts[entry.payment.paid_on.replace(day=1), category] += len(entry.claim.lines)
    for row in services.occurrences:
        if not row.is_taken_back:
            counts[row.paid_on.replace(day=1), _standing_category(row.is_standing, row.pool)] += 1
    return [
        {"payment_month": month, "category": category, "service_lines": lines}
        for (month, category), lines in counts.items()
        if lines
    ]


def _fate(entry: Entry) -> str | None:
    if entry.fate:
        return "after_as_of" if entry.fate == "after_as_of" else "set_aside"
    if entry.is_reversal:
        return "reversal"
    return "taken_back" if entry.taken_back_by else None


def _standing_category(is_standing: bool, pool: str | None) -> str:
    if not is_standing:
        return "superseded"
    return "standing_in_pool" if pool else "standing_in_no_pool"
