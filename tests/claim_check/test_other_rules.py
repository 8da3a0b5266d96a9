"""Modifiers and dates on claims, whatever the running amount."""

from __future__ import annotations

from tests.claim_check.conftest import Check, list_rules, rules
from tests.claim_files import bill, claim_file, service

MODIFIERS = [
    ("97110", "", ["discipline_modifier"]),
    ("97110", "GP GO", ["discipline_modifier"]),
    ("97110", "GP GP", ["discipline_modifier"]),
    ("97110", "59", ["discipline_modifier"]),
    ("97110", "GP", []),
    ("97110", "59 gp", []),
    ("97129", "", []),  # sometimes therapy
    ("99213", "", []),
    ("97110", "GP CQ", []),
    ("97110", "GO CO", []),
    ("97110", "GP CO", ["assistant_modifier"]),
    ("97110", "GO CQ", ["assistant_modifier"]),
    ("92507", "GN CQ", ["assistant_modifier"]),
    ("97129", "CQ", ["assistant_modifier"]),
    ("97110", "GP KX GA", ["kx_with_ga", "kx_early"]),
    ("97110", "GP GA", []),
    ("97110", "KX GA", ["discipline_modifier", "kx_with_ga"]),
    ("97110", "GP KX GZ", ["kx_with_gz", "kx_early"]),
    ("97110", "GP GX", ["gx_covered"]),
    ("97110", "GP GX GY", []),
    ("92523", "GP", ["discipline_code"]),
    ("92523", "GN", []),
    ("97166", "GO", []),
    ("97166", "GP", ["discipline_code"]),
    ("97161", "GO", ["discipline_code"]),
]


def test_modifiers(check: Check) -> None:
    wanted = {f"{code}/{modifiers}": rules_broken for code, modifiers, rules_broken in MODIFIERS}
    claims = [
        bill(f"{code}/{modifiers}", service(code, modifiers), patient=f"1EG4TE5M{at:03}")
        for at, (code, modifiers, _) in enumerate(MODIFIERS)
    ]
    assert list_rules(check(claim_file(*claims)).findings, claims) == wanted


def test_a_service_more_than_a_year_before_the_check_is_late(check: Check) -> None:
    claims = [bill(on, service(on=on)) for on in ("2025-06-30", "2025-06-29")]
    assert rules(check(claim_file(*claims), as_of="2026-06-30")) == [("2025-06-29", 1, "late_claim")]


def test_the_check_date_is_the_newest_payment_date_if_none_is_named(check: Check) -> None:
    file = claim_file(bill("A1", service(on="2025-01-19"), service(on="2025-01-20")))
    assert rules(check(file)) == [("A1", 1, "late_claim")]  # paid through 2026-01-20


def test_without_any_payment_late_filing_is_not_checked_and_that_is_said(check: Check) -> None:
    report = check(claim_file(bill("A1", service("97110", "GP CO", "2019-01-02"))), known={})
    assert rules(report) == [("A1", 1, "assistant_modifier")]
    assert "Name the date with --as-of" in report.notes[0]


def test_the_last_day_of_february_has_a_year(check: Check) -> None:
    file = claim_file(bill("A1", service(on="2023-02-27"), service(on="2023-02-28")))
    assert rules(check(file, as_of="2024-02-29")) == [("A1", 1, "late_claim")]


def test_a_year_without_a_threshold_is_not_checked_for_kx_and_that_is_said(check: Check) -> None:
    report = check(claim_file(bill("A1", service("97110", "GP KX", "2031-01-05"))))
    assert rules(report) == []
    assert "No KX threshold is known for 2031" in report.notes[0]
