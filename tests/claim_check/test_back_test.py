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

OTHER = "3EG4TE5MK75"
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


def test_what_came_true_is_counted_by_rule(home: Path) -> None:
    """Among a thousand earlier payments: the order of payments is compared, never multiplied."""
    older = [
        payment(claim(f"C{at}", line("97799"), patient=OTHER), on="2026-01-19", trace=f"T{at}") for at in range(1000)
    ]
    build_home(home, {"a.835": usual(patient=BENEFICIARY, own=248_001), "older.835": remittances(*older)})
    outgoing = (
        bill("DENIED", service(on="2026-01-21"), service("97530", on="2026-01-21")),
        bill("PAID", service(on="2026-01-22")),
        bill("OPEN", service(on="2026-01-23")),
        bill("MISSED", service(on="2026-01-24"), patient="2EG4TE5MK74"),
        bill("RIGHT", service(on="2026-01-24"), patient="2EG4TE5MK75"),
    )
    _check(home, claim_file(*outgoing))
    denied = (line(on="2026-01-21", denied="CO-119"), line("97530", on="2026-01-21", denied="CO-119"))
    answers = (
        claim("1", *denied, account="DENIED"),
        claim("2", line(on="2026-01-22"), account="PAID"),
        claim("3", line(on="2026-01-24", denied="CO-119"), account="MISSED", patient="2EG4TE5MK74"),
        claim("4", line(on="2026-01-24"), account="RIGHT", patient="2EG4TE5MK75"),
    )
    build_home(home, {"b.835": remittance(*answers, on="2026-02-10")})
    assert _ask(home, f"{RULES} from mart.claim_back_test where severity = 'will_be_denied'") == [
        ("kx_missing", 4, 2, 1, 1, 1)
    ]
    (ratios,) = _ask(home, "select precision_ratio, recall_ratio from mart.claim_back_test")
    assert ratios == (2 / 3, 2 / 3)


def test_the_last_check_of_a_claim_counts_and_only_a_kept_one(home: Path) -> None:
    build_home(home, {"a.835": usual(patient=BENEFICIARY, own=248_001)})
    _check(home, claim_file(bill("A1", service(on="2026-01-21"))))
    _check(home, claim_file(bill("A1", service("97110", "GP KX", "2026-01-21"))))
    _check(home, claim_file(bill("A1", service(on="2026-01-21"))), is_kept=False)
    build_home(home, {"b.835": remittance(claim("1", line(on="2026-01-21"), account="A1"), on="2026-02-10")})
    assert _ask(home, "select modifiers, rule_names, is_denied from ledger.checked_line") == [("GP,KX", "", False)]
    assert _ask(home, "from mart.claim_back_test") == []


def test_kept_checks_leave_the_data_folder_whole(home: Path) -> None:
    build_home(home, {"a.835": usual()})
    _check(home, claim_file(bill("A1", service("97110", "GP KX"))))
    assert verify_home(load_settings(home)).problems == []
    build_home(home, {})
    assert _ask(home, "select file_name, segment_number, rule_names from ledger.checked_line") == [
        ("claims.837", 16, "kx_early")
    ]
