"""How often a provider attests with KX, below and over the threshold (contract sections 3 and 4)."""

from __future__ import annotations

from tests.builders import claim, line, npi, remittance
from tests.facts import ClaimPayment
from tests.scenarios import expect, told

PROVIDER = "mart.provider_kx"
YEAR = "period_type = 'year'"


def test_a_provider_counts_people_and_lines_by_month_and_year_of_service() -> None:
    claims = [
        claim("I1", line("97110", "GP KX", on="2026-01-05"), line("97140", "GP", on="2026-02-05"), patient="P1"),
        claim("I2", line("97110", "GP", on="2026-01-06"), patient="P2"),
        claim("I3", line("97110", "GP KX", on="2026-01-06", denied="CO-50"), patient="P2"),
    ]
    with told(remittance(*claims, on="2026-03-01")) as warehouse:
        expect(
            warehouse,
            PROVIDER,
            """
            period_type | period_start | beneficiaries | kx_beneficiaries | lines | kx_lines | below_lines
            month       | 2026-01-01   | 2             | 1                | 2     | 1        | 2
            month       | 2026-02-01   | 1             | 0                | 1     | 0        | 1
            year        | 2026-01-01   | 2             | 1                | 3     | 1        | 3
            """,
        )
        expect(
            warehouse,
            PROVIDER,
            """
            period_start | kx_beneficiary_ratio | all_kx_category
            2026-01-01   | 0.5                  | none
            2026-02-01   | 0                    | none
            """,
            "period_type = 'month'",
        )


def test_lines_that_do_not_accrue_do_not_count() -> None:
    claims = [
        claim("I1", line("97110", "GP KX")),
        claim("I2", line("97140", "GP"), filing="16"),
        claim("I3", line("97530", "")),
    ]
    with told(remittance(*claims)) as warehouse:
        expect(warehouse, PROVIDER, "lines | kx_lines | kx_line_ratio\n 1 | 1 | 1", YEAR)


def _people(count: int, below: int, over: int, provider: str = npi(1)) -> list[ClaimPayment]:
    """So many people, each with KX lines below the threshold, and on another claim over it."""
    claims = []
    for number in range(count):
        who = {"patient": f"P{provider}{number}", "provider": provider}
        filling = line("97110", "GP KX", on="2026-01-05", allowed=248_000)
        early = [line("97112", "GP KX", on="2026-01-02", allowed=0, charge=100) for _ in range(below - 1)]
        late = [line("97140", "GP KX", on="2026-01-07") for _ in range(over)]
        claims.append(claim(f"E{provider}{number}", *early, filling, **who))
        claims.append(claim(f"L{provider}{number}", *late, **who))
    return claims


def test_kx_on_everyone_is_a_flag_from_ten_people_on_unless_most_of_it_was_needed() -> None:
    """A provider each: so many people, lines below the threshold and over it."""
    providers = [(10, 1, 1), (9, 1, 1), (10, 1, 2), (1, 1, 2), (1, 2, 1)]
    claims = [one for number, counts in enumerate(providers, start=1) for one in _people(*counts, npi(number))]
    table = f"""
        provider_npi | beneficiaries | kx_beneficiaries | early_kx_lines | over_lines | over_kx_lines | all_kx_category
        {npi(1)}     | 10            | 10               | 10             | 10         | 10            | red_flag
        {npi(2)}     | 9             | 9                | 9              | 9          | 9             | watch
        {npi(3)}     | 10            | 10               | 10             | 20         | 20            | explained
        {npi(4)}     | 1             | 1                | 1              | 2          | 2             | explained
        {npi(5)}     | 1             | 1                | 2              | 1          | 1             | watch
    """
    with told(remittance(*claims)) as warehouse:
        expect(warehouse, PROVIDER, table, YEAR)


def test_kx_on_the_claim_that_crosses_is_not_early_and_flags_nobody() -> None:
    lines = [line("97110", "GP KX", on="2026-01-05", allowed=248_000), line("97140", "GP KX", on="2026-01-07")]
    claims = [claim(f"I{number}", *lines, patient=f"P{number}") for number in range(10)]
    with told(remittance(*claims)) as warehouse:
        expect(
            warehouse,
            PROVIDER,
            "below_kx_lines | early_kx_lines | same_visit_kx_lines | all_kx_category\n10 | 0 | 10 | explained",
            YEAR,
        )


def test_early_far_from_the_threshold_is_before_the_alert_amount() -> None:
    """$1,999.99 after the first line is far, $2,000.00 after the second is near."""
    lines = [
        line("97110", "GP KX", on="2026-01-05", allowed=199_999),
        line("97140", "GP KX", on="2026-01-06", allowed=1),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(warehouse, PROVIDER, "early_kx_lines | far_early_kx_lines\n2 | 1", YEAR)


def test_one_person_without_kx_makes_it_none() -> None:
    claims = [*_people(10, 1, 1), claim("J", line("97110", "GP"), patient="WITHOUT", provider=npi(1))]
    with told(remittance(*claims)) as warehouse:
        expect(warehouse, PROVIDER, "beneficiaries | kx_beneficiaries | all_kx_category\n 11 | 10 | none", YEAR)


def test_kx_on_the_first_date_is_that_of_the_year_and_pool_over_all_providers() -> None:
    """P1 starts with another provider; P2 starts with KX; P3's occupational therapy starts later, in its own pool."""
    first, second = npi(11), npi(12)
    claims = [
        claim("I1", line("97110", "GP", on="2026-01-02"), patient="P1", provider=first),
        claim("I2", line("97110", "GP KX", on="2026-01-05"), patient="P1", provider=second),
        claim("I3", line("97110", "GP KX", on="2026-01-05"), patient="P2", provider=second),
        claim("I4", line("97110", "GP", on="2026-01-02"), patient="P3", provider=first),
        claim("I5", line("97530", "GO KX", on="2026-02-05"), patient="P3", provider=second),
    ]
    with told(remittance(*claims, on="2026-03-01")) as warehouse:
        expect(
            warehouse,
            PROVIDER,
            f"""
            provider_npi | beneficiaries | kx_beneficiaries | first_date_kx_beneficiaries
            {first}      | 2             | 0                | 0
            {second}     | 3             | 3                | 2
            """,
            YEAR,
        )
