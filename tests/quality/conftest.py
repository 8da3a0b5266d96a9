"""One small practice in which every check holds: a crossing, denials in each state, a reversal."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests import builders as b
from tests.facts import ClaimPayment, Payment
from tests.warehouses import build_in_memory

OTHER = "2EG4TE5MK73"


def _crossing_claims() -> list[ClaimPayment]:
    """Thirty visits of 100.00: the threshold of 2026 is crossed by the twenty-fifth, and KX is there from then on."""
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(2, 22, 2)]
    return [
        b.claim(f"C{number:03}", b.line(on=day, modifiers="GP KX" if number > 24 else "GP"), provider=b.npi(1))
        for number, day in enumerate(days, start=1)
    ]


def _denials() -> list[Payment]:
    refused = b.claim("D1", b.line("97140", on="2026-03-25", denied="PR-119"), provider=b.npi(1))
    open_still = b.claim("D2", b.line("97140", on="2026-03-26", denied="PR-119"), provider=b.npi(1))
    expired = b.claim("D3", b.line("97140", on="2024-01-05", denied="CO-50"), patient=OTHER, provider=b.npi(2))
    again = b.claim("D4", b.line("97140", modifiers="GP KX", on="2026-03-25"), provider=b.npi(1))
    usual = b.claim("D5", b.line("97140", on="2026-01-05"), b.line("92507", "GN", on="2026-01-05"), patient=OTHER)
    wrong = b.claim("R1", b.line(on="2026-01-07", allowed=5_000), patient=OTHER, provider=b.npi(2))
    taken = b.reverse(wrong)
    return [
        b.payment(expired, on="2024-02-01"),
        b.payment(usual, wrong, on="2026-02-01"),
        b.payment(refused, open_still, on="2026-04-05"),
        b.payment(again, taken, on="2026-05-05"),
    ]


@pytest.fixture(scope="session")
def practice() -> Iterator[duckdb.DuckDBPyConnection]:
    """The built stages of the practice; a test that changes something does so in a transaction."""
    claims = b.remittance(*_crossing_claims(), on="2026-04-01")
    with build_in_memory([("a.835", claims), ("b.835", b.remittances(*_denials()))]) as connection:
        yield connection


@pytest.fixture
def scratch(practice: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The practice, to be spoiled: whatever a test does to it is undone."""
    practice.execute("begin")
    yield practice
    practice.execute("rollback")
