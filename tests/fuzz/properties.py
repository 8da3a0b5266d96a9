"""What holds for every file, however it was changed: read or refused in sentences, balanced, and silent on persons."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from pipelines.errors import RefusedFile
from pipelines.sources.claim_837.reader import read_claims
from pipelines.sources.recognition import read_source
from pipelines.sources.source_file import SourceFile
from tests.fuzz.mutants import Mutant

Row = dict[str, Any]
_LONGEST_MESSAGE = 1500


def check_mutant(mutant: Mutant) -> SourceFile | None:
    """What was read of it, or None if it was refused. Raises AssertionError where a promise is broken."""
    try:
        if mutant.kind == "claims":
            return SourceFile("claims", {"lines": read_claims(mutant.content, mutant.name)})
        source = read_source(mutant.content, 1, "a" * 64, mutant.name)
    except RefusedFile as refusal:
        _check_message(mutant, refusal.reason)
        return None
    for finding in list_rows(source, "finding"):
        if finding["reason"] is not None:
            _check_message(mutant, finding["reason"])
    for broken in find_imbalances(source):
        raise AssertionError(f"{mutant.name}: {broken}")
    return source


def _check_message(mutant: Mutant, message: str) -> None:
    told = {part for part in mutant.personal if part in message}
    assert not told, f"{mutant.name}: {told} in {message!r}"
    assert message.endswith((".", "?")), f"{mutant.name}: no sentence: {message!r}"
    assert len(message) < _LONGEST_MESSAGE, f"{mutant.name}: {len(message)} characters"


def list_rows(source: SourceFile, table: str) -> list[Row]:
    return source.tables[table].to_pylist() if table in source.tables else []


def find_imbalances(source: SourceFile) -> list[str]:
    """Where lines, claim payments and payments that count do not add up, by sums that the readers know nothing of."""
    aside = {finding["claim_place"] for finding in list_rows(source, "finding") if finding["is_set_aside"]}
    of_line: dict[int, Decimal] = defaultdict(Decimal)
    of_claim: dict[int, Decimal] = defaultdict(Decimal)
    for adjustment in list_rows(source, "adjustment"):
        if adjustment["claim_place"] not in aside:
            of_claim[adjustment["claim_place"]] += adjustment["adjustment_amount"]
            if adjustment["line_place"] is not None:
                of_line[adjustment["line_place"]] += adjustment["adjustment_amount"]
    lines = [line for line in list_rows(source, "service_line") if line["claim_place"] not in aside]
    claims = [claim for claim in list_rows(source, "claim_payment") if claim["claim_place"] not in aside]
    return [
        *(_describe("line", line) for line in lines if _differs(line, of_line[line["line_place"]])),
        *(_describe("claim", claim) for claim in claims if _differs(claim, of_claim[claim["claim_place"]])),
        *_find_payments(source, bool(aside)),
    ]


def _differs(row: Row, adjusted: Decimal) -> bool:
    charge, paid = row["charge_amount"], row["paid_amount"]
    return charge is None or paid is None or charge - adjusted != paid


def _describe(what: str, row: Row) -> str:
    return f"{what} in segment {row['segment_number']}: {row['charge_amount']} and {row['paid_amount']} do not balance"


def _find_payments(source: SourceFile, has_gaps: bool) -> list[str]:
    """Payments that are not what their claim payments and provider adjustments add up to; of whole files only."""
    if has_gaps:
        return []
    said: dict[int, Decimal] = defaultdict(Decimal)
    for claim in list_rows(source, "claim_payment"):
        said[claim["payment_place"]] += claim["paid_amount"]
    for adjustment in list_rows(source, "provider_adjustment"):
        said[adjustment["payment_place"]] -= adjustment["provider_adjustment_amount"]
    payments = list_rows(source, "payment")
    found = [
        f"payment {payment['payment_place']}: {payment['payment_amount']} is not {said[payment['payment_place']]}"
        for payment in payments
        if payment["payment_amount"] != said[payment["payment_place"]]
    ]
    total = sum((payment["payment_amount"] for payment in payments), Decimal())
    return found if total * 100 == source.payment_cents else [*found, f"{total} is not {source.payment_cents} cents"]
