"""The shares of providers with what chance gives: counted as the pages count."""

from __future__ import annotations

from statistics import NormalDist

import pytest

from tests.builders import CLINIC, claim, line, npi, remittance
from tests.inference.provider_claims import treat
from tests.scenarios import expect, told

RATE = "mart.provider_rate"
YEAR = "period_code = '2026' and pool is null and payee_npi is null"
EARLY = f"{YEAR} and rate_name = 'early_kx_beneficiaries'"
KX = f"{YEAR} and rate_name = 'kx_beneficiaries'"


def test_counts_shares_and_the_benchmark_without_the_provider() -> None:
    with told(remittance(*treat(11, 4, 1), *treat(12, 12, 9))) as warehouse:
        expect(
            warehouse,
            RATE,
            f"""
            provider_npi | rated_beneficiaries | rated_kx_beneficiaries | rate_ratio | others_ratio
            {npi(11)}    | 4                   | 1                      | 0.25       | 0.75
            {npi(12)}    | 12                  | 9                      | 0.75       | 0.25
            """,
            EARLY,
        )


def test_a_patient_counts_once_in_each_cell() -> None:
    """One patient of both pools and of two months with one provider: 1 in every cell of that provider."""
    claims = [
        claim("I1", line("97110", "GP KX", on="2026-01-05"), line("97110", "GP", on="2026-02-05")),
        claim("I2", line("97530", "GO", on="2026-01-06")),
    ]
    with told(remittance(*claims, on="2026-03-01")) as warehouse:
        found = warehouse.execute(
            f"select period_code, pool, payee_npi, rated_beneficiaries, rated_kx_beneficiaries, rated_lines from {RATE}"
            " where rate_name = 'kx_beneficiaries' and period_code in ('2026', '2026-02') order by all nulls first"
        ).fetchall()
    assert found == [
        ("2026", None, None, 1, 1, 3),
        ("2026", None, CLINIC, 1, 1, 3),
        ("2026", "OT", None, 1, 0, 1),
        ("2026", "OT", CLINIC, 1, 0, 1),
        ("2026", "PT_SLP", None, 1, 1, 2),
        ("2026", "PT_SLP", CLINIC, 1, 1, 2),
        ("2026-02", None, None, 1, 0, 1),
        ("2026-02", None, CLINIC, 1, 0, 1),
        ("2026-02", "PT_SLP", None, 1, 0, 1),
        ("2026-02", "PT_SLP", CLINIC, 1, 0, 1),
    ]


def test_the_funnel_of_any_kx_and_of_early_kx_place_the_same_provider_differently() -> None:
    """KX from the threshold on for everyone is far above the limits of any KX, and below those of early KX."""
    claims = [*treat(11, 12, 12, is_over=True), *treat(12, 5, 5), *treat(13, 40)]
    with told(remittance(*claims)) as warehouse:
        expect(
            warehouse,
            RATE,
            f"""
            provider_npi | rated_kx_beneficiaries | funnel_category
            {npi(11)}    | 12                     | above_outer
            {npi(12)}    | 5                      | above_inner
            {npi(13)}    | 0                      | below_outer
            """,
            KX,
        )
        expect(warehouse, RATE, "rated_kx_beneficiaries\n0", f"{EARLY} and provider_npi = '{npi(11)}'")


def test_lines_at_the_threshold_are_not_in_the_share_below() -> None:
    """The line that uses up the threshold is below it, so all twelve are rated, and none has early KX."""
    with told(remittance(*treat(11, 12, 12, is_over=True), *treat(12, 12))) as warehouse:
        expect(
            warehouse,
            RATE,
            """
            rated_beneficiaries | rated_kx_beneficiaries | chance_ratio
            12                  | 0                      | 1
            12                  | 0                      | 1
            """,
            EARLY,
        )


@pytest.mark.parametrize("with_kx", [0, 6])
def test_one_provider_alone_is_compared_with_nobody(with_kx: int) -> None:
    with told(remittance(*treat(11, 12, with_kx))) as warehouse:
        expect(
            warehouse,
            RATE,
            """
            others_beneficiaries | others_ratio | funnel_category | chance_ratio
            0                    | -            | inside          | 1
            """,
            EARLY,
        )
        expect(
            warehouse,
            "mart.provider_funnel",
            "providers | inner_alarm_ratio | overdispersion_factor\n 1 | 0 | -",
            EARLY,
        )


def test_the_funnel_tells_its_false_alarms_and_its_spread() -> None:
    with told(remittance(*treat(11, 20, 20), *treat(12, 20), *treat(13, 20), *treat(14, 20))) as warehouse:
        row = warehouse.execute(
            "select providers, rate_ratio, inner_alarm_ratio, outer_alarm_ratio, overdispersion_factor,"
            f" design_effect_factor from mart.provider_funnel where {EARLY}"
        ).fetchall()[0]
    assert row[:2] == (4, 0.25)
    assert 0 < row[3] <= 0.008 < row[2] <= 0.2
    assert row[4] > NormalDist().inv_cdf(0.999)
    assert row[5] == pytest.approx(2 * 80 / 79)


def test_without_accruing_lines_all_tables_are_empty() -> None:
    with told(remittance(claim("I1", line("97110", "GP"), filing="16"))) as warehouse:
        for table in (RATE, "mart.provider_funnel", "mart.provider_review"):
            assert warehouse.execute(f"select count(*) from {table}").fetchall() == [(0,)]
