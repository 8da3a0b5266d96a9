"""Where KX starts in each patient, pool and year, and what stood before it."""

from __future__ import annotations

from tests.builders import claim, correct, line, npi, payment, prior_use, remittance, remittances, reverse
from tests.scenarios import expect, told

START = "mart.kx_start"


def test_the_dollars_missing_at_the_first_kx_line_and_before_the_line_before_it() -> None:
    """2026: threshold $2,480. KX on the third line, which Medicare received third."""
    claims = [
        claim("I1", line("97110", "GP", on="2026-01-05", allowed=100_000), received="2026-01-06"),
        claim("I2", line("97110", "GP", on="2026-01-07", allowed=100_000), received="2026-01-08", provider=npi(11)),
        claim("I3", line("97110", "GP KX", on="2026-01-09", allowed=20_000), received="2026-01-10", provider=npi(12)),
        claim("I4", line("97110", "GP KX", on="2026-01-12", allowed=50_000), received="2026-01-13", provider=npi(11)),
    ]
    with told(remittance(*claims, on="2026-02-01")) as warehouse:
        expect(
            warehouse,
            START,
            f"""
            provider_npi | remaining_cents | remaining_after_cents | remaining_previous_cents | is_first_needed
            {npi(12)}    | 48000           | 28000                 | 148000                   | no
            """,
        )
        expect(
            warehouse,
            START,
            """
            has_kx | is_kx_needed | is_from_start | is_after_denial | prior_use_grade | is_institutional
            yes    | yes          | no            | no              | unknown         | no
            """,
        )


def test_negative_dollars_are_after_the_threshold() -> None:
    claims = [
        claim("I1", line("97110", "GP", on="2026-01-05", allowed=250_000), received="2026-01-06"),
        claim("I2", line("97110", "GP KX", on="2026-01-07"), received="2026-01-08"),
    ]
    with told(remittance(*claims, on="2026-02-01")) as warehouse:
        expect(
            warehouse,
            START,
            "remaining_cents | remaining_after_cents | remaining_previous_cents | is_first_needed\n"
            "-2000 | -12000 | 248000 | no",
        )


def test_without_kx_the_last_line_says_how_near_it_came() -> None:
    claims = [
        claim("I1", line("97110", "GP", on="2026-01-05", allowed=100_000)),
        claim("I2", line("97110", "GP", on="2026-01-07", allowed=30_000), provider=npi(11)),
    ]
    with told(remittance(*claims)) as warehouse:
        expect(
            warehouse,
            START,
            "provider_npi | has_kx | is_kx_needed | remaining_after_cents | is_from_start\n"
            f"{npi(11)} | no | no | 118000 | no",
        )


def test_from_the_start_means_the_first_date_or_the_first_line_received() -> None:
    """P1 has KX on the first date; P2's first line received is a later visit; P3 starts without."""
    claims = [
        claim("I1", line("97140", "GP", on="2026-01-05"), line("97110", "GP KX", on="2026-01-05"), patient="P1"),
        claim("I2", line("97110", "GP KX", on="2026-01-07"), patient="P2", received="2026-01-08"),
        claim("I3", line("97110", "GP", on="2026-01-05"), patient="P2", received="2026-01-20"),
        claim("I4", line("97110", "GP", on="2026-01-05"), line("97110", "GP KX", on="2026-01-06"), patient="P3"),
    ]
    with told(remittance(*claims, on="2026-02-01")) as warehouse:
        expect(warehouse, START, "is_from_start | has_kx\n yes | yes\n yes | yes\n no | yes")


def test_kx_after_a_denial_for_missing_kx_also_when_the_denied_line_came_back() -> None:
    full = claim("I1", line("97110", "GP", on="2026-01-05", allowed=248_000), received="2026-01-06")
    denied = claim("I2", line("97110", "GP", on="2026-01-07", denied="CO-119"), received="2026-01-08")
    again = claim("I3", line("97110", "GP KX", on="2026-01-07"), received="2026-02-10")
    first, second = payment(full, denied, on="2026-02-01"), payment(again, on="2026-03-01")
    with told(remittances(first, second)) as warehouse:
        expect(warehouse, START, "is_after_denial | is_first_needed | remaining_cents\n yes | yes | 0")


def test_a_denial_that_was_paid_later_than_kx_came_is_not_before_it() -> None:
    full = claim("I1", line("97110", "GP", on="2026-01-05", allowed=248_000), received="2026-01-06")
    denied = claim("I2", line("97110", "GP", on="2026-01-07", denied="CO-119"), received="2026-01-08")
    other = claim("I3", line("97140", "GP KX", on="2026-01-09"), received="2026-01-10")
    with told(remittance(full, denied, other, on="2026-02-01")) as warehouse:
        expect(warehouse, START, "is_after_denial | is_first_needed\n no | no")


def test_prior_use_and_institutional_claims_are_told_apart() -> None:
    claims = [claim("I1", line("97110", "GP KX", on="2026-02-05"), filing="MA")]
    with told(prior_use(200_000, "2026-01-15"), remittance(*claims, on="2026-03-01")) as warehouse:
        expect(warehouse, START, "prior_use_grade | is_institutional | remaining_cents\n verified | yes | 48000")
        expect(
            warehouse,
            "mart.kx_signature",
            "accounts | institutional_accounts | institutional_kx_accounts | signature_category\n 0 | 1 | 1 | too_few",
            "provider_npi is null and calendar_year is null",
        )


def test_a_line_taken_back_starts_nothing() -> None:
    first = claim("I1", line("97110", "GP KX", on="2026-01-05"))
    fixed = correct(first, line("97110", "GP", on="2026-01-05"), icn="I2")
    with told(
        remittances(payment(first, on="2026-01-20"), payment(reverse(first), fixed, on="2026-02-20"))
    ) as warehouse:
        expect(warehouse, START, "has_kx | is_from_start\n no | no")


def test_pools_and_years_begin_anew() -> None:
    claims = [
        claim("I1", line("97110", "GP", on="2025-12-30"), line("97110", "GP KX", on="2026-01-02")),
        claim("I2", line("97530", "GO", on="2026-01-02")),
    ]
    with told(remittance(*claims, on="2026-02-01")) as warehouse:
        expect(
            warehouse,
            START,
            "pool | calendar_year | has_kx\n PT_SLP | 2025 | no\n PT_SLP | 2026 | yes\n OT | 2026 | no",
        )
