"""A kept check is held against the remittance that answers it: found and denied, found and paid, missed, right."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.claim_check.check import check_claims
from pipelines.settings import load_settings
from pipelines.store.verify import verify_home
from tests.builders import BENEFICIARY, claim, line, payment, remittance, remittances
from tests.claim_check.conftest import READ_BY_CHECKS, usual
from tests.claim_files import bill, claim_file, service
from tests.few_models import build_few
from tests.warehouses import build_home, open_warehouse

OTHER, AGAIN = "3EG4TE5MK75", "2EG4TE5MK77"
RULES = "select rule_name, found_lines, found_denied_lines, found_paid_lines, found_open_lines, missed_lines"


@pytest.fixture(autouse=True)
def _few_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    build_few(monkeypatch, *READ_BY_CHECKS, "mart.claim_back_test")


def _check(home: Path, content: bytes, *, is_kept: bool = True) -> None:
    path = home.parent / "claims.837"
    path.write_bytes(content)
    check_claims(load_settings(home), [path], None, lambda sentence: None, is_kept=is_kept)


def _ask(home: Path, query: str) -> list[tuple[object, ...]]:
    with open_warehouse(home) as warehouse:
        return warehouse.execute(query).fetchall()


def test_what_came_true_is_counted_by_rule_for_the_last_kept_check_of_a_claim(home: Path) -> None:
    """Among a hundred earlier payments: the order of payments is compared, never multiplied."""
    older = [
        payment(claim(f"C{at}", line("97799"), patient=OTHER), on="2026-01-19", trace=f"T{at}") for at in range(100)
    ]
    over = payment(claim("OVER", line("97799", allowed=248_001), patient=AGAIN), on="2026-01-19")
    build_home(home, {"a.835": usual(patient=BENEFICIARY, own=248_001), "older.835": remittances(over, *older)})
    outgoing = (
        bill("EARLY", service("97110", "GP KX", "2026-01-24"), patient="2EG4TE5MK76"),
        bill("DENIED", service(on="2026-01-21"), service("97530", on="2026-01-21")),
        bill("PAID", service(on="2026-01-22")),
        bill("OPEN", service(on="2026-01-23")),
        bill("MISSED", service(on="2026-01-24"), patient="2EG4TE5MK74"),
        bill("RIGHT", service(on="2026-01-24"), patient="2EG4TE5MK75"),
    )
    _check(home, claim_file(*outgoing, bill("A1", service(on="2026-01-21"), patient=AGAIN)))
    _check(home, claim_file(bill("A1", service("97110", "GP KX", "2026-01-21"), patient=AGAIN)))
    _check(home, claim_file(bill("A1", service(on="2026-01-21"), patient=AGAIN)), is_kept=False)
    assert verify_home(load_settings(home)).problems == []
    denied = (line(on="2026-01-21", denied="CO-119"), line("97530", on="2026-01-21", denied="CO-119"))
    answers = (
        claim("1", *denied, account="DENIED"),
        claim("2", line(on="2026-01-22"), account="PAID"),
        claim("3", line(on="2026-01-24", denied="CO-119"), account="MISSED", patient="2EG4TE5MK74"),
        claim("4", line(on="2026-01-24"), account="RIGHT", patient="2EG4TE5MK75"),
        claim("5", line(on="2026-01-21"), account="A1", patient=AGAIN),
    )
    build_home(home, {"b.835": remittance(*answers, on="2026-02-10")})
    assert _ask(home, f"{RULES} from mart.claim_back_test order by all") == [
        ("kx_early", 1, 0, 0, 1, 0),
        ("kx_missing", 4, 2, 1, 1, 1),
    ]
    (ratios,) = _ask(home, "select precision_ratio, recall_ratio from mart.claim_back_test where recall_ratio > 0")
    assert ratios == (2 / 3, 2 / 3)
    kept = "select file_name, segment_number, modifiers, rule_names, is_denied from ledger.checked_line"
    assert _ask(home, f"{kept} where patient_control_number in ('A1', 'EARLY') order by patient_control_number") == [
        ("claims.837", 16, "GP,KX", "", False),
        ("claims.837", 16, "GP,KX", "kx_early", None),
    ]
