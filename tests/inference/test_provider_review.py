"""The review list: who is on it, for which reason, and who never is."""

from __future__ import annotations

import duckdb
import pytest

from tests.builders import CLINIC, claim, line, npi, remittance
from tests.facts import ClaimPayment
from tests.inference.provider_claims import treat
from tests.scenarios import expect, told

REVIEW = "mart.provider_review"
YEAR = "period_code = '2026' and pool is null and payee_npi is null and is_current"


def listed(warehouse: duckdb.DuckDBPyConnection, where: str = YEAR) -> list[str]:
    found = warehouse.execute(f"select distinct provider_npi from {REVIEW} where {where} order by all")
    return [str(row[0]) for row in found.fetchall()]


def test_a_provider_with_both_reasons_is_one_row_with_its_numbers() -> None:
    with told(remittance(*treat(11, 12, 12), *treat(12, 20, 2), *treat(13, 20))) as warehouse:
        expect(
            warehouse,
            REVIEW,
            f"""
            provider_npi | has_all_kx_reason | has_early_kx_reason | rated_beneficiaries | rated_kx_beneficiaries
            {npi(11)}    | yes               | yes                 | 12                  | 12
            """,
            YEAR,
        )
        expect(
            warehouse,
            REVIEW,
            "others_beneficiaries | others_kx_beneficiaries | kx_lines | early_kx_lines | far_early_kx_lines\n"
            "40 | 2 | 24 | 24 | 24",
            YEAR,
        )


def test_early_kx_above_peers_alone_is_a_reason_of_its_own() -> None:
    with told(remittance(*treat(11, 20, 14), *treat(12, 20, 1), *treat(13, 20, 1))) as warehouse:
        expect(warehouse, REVIEW, "has_all_kx_reason | has_early_kx_reason\nno | yes", YEAR)


def test_all_patients_with_kx_is_a_reason_where_everybody_does_it() -> None:
    """No provider stands out from the others, and each bills KX for all patients before the threshold."""
    with told(remittance(*treat(11, 12, 12), *treat(12, 12, 12))) as warehouse:
        expect(
            warehouse,
            REVIEW,
            f"""
            provider_npi | has_all_kx_reason | has_early_kx_reason
            {npi(11)}    | yes               | no
            {npi(12)}    | yes               | no
            """,
            YEAR,
        )


@pytest.mark.parametrize(("early", "is_listed"), [(9, False), (11, True)])
def test_the_test_alone_lists_nobody_without_the_smallest_effect(early: int, is_listed: bool) -> None:
    """Of 40 patients, against 2 of 80: 9 are unlikely (p < 0.01), yet the lower limit is 8 points above; of 11, 12."""
    with told(remittance(*treat(11, 40, early), *treat(12, 40, 1), *treat(13, 40, 1))) as warehouse:
        assert listed(warehouse) == ([npi(11)] if is_listed else [])
        found = warehouse.execute(
            "select chance_ratio < 0.01, cast(100 * (exact_low_ratio - others_ratio) as integer)"
            f" from mart.provider_rate where rate_name = 'early_kx_beneficiaries' and provider_npi = '{npi(11)}'"
            " and period_code = '2026' and pool is null and payee_npi is null"
        ).fetchall()
    assert found == [(True, 12 if is_listed else 8)]


def test_kx_from_the_threshold_on_and_kx_on_five_patients_are_never_listed() -> None:
    claims = [*treat(11, 12, 12, is_over=True), *treat(12, 5, 5), *treat(13, 40)]
    with told(remittance(*claims)) as warehouse:
        assert listed(warehouse, "true") == []


def _mostly_over(provider: int, patients: int) -> list[ClaimPayment]:
    """Every patient with one early KX line; the next claim uses up the threshold, and has two KX lines over it."""
    claims = []
    for number in range(patients):
        who = {"patient": f"P{provider}{number}", "provider": npi(provider)}
        over = [
            line("97110", "GP", on="2026-01-06", allowed=248_000),
            line("97140", "GP KX", on="2026-01-07"),
            line("97140", "GP KX", on="2026-01-08"),
        ]
        claims.append(claim(f"E{provider}{number}", line("97110", "GP KX", on="2026-01-05"), **who))
        claims.append(claim(f"O{provider}{number}", *over, **who))
    return claims


def test_a_provider_whose_kx_is_mostly_at_or_over_the_threshold_is_expected_and_never_listed() -> None:
    with told(remittance(*_mostly_over(11, 12), *treat(12, 40))) as warehouse:
        assert listed(warehouse, "true") == []
        expect(
            warehouse,
            "mart.provider_kx",
            "all_kx_category | early_kx_lines | kx_lines\nexplained | 12 | 36",
            f"period_type = 'year' and provider_npi = '{npi(11)}'",
        )


def test_kx_on_the_whole_crossing_visit_is_at_the_threshold_and_never_listed() -> None:
    """Each patient has KX on both lines of the visit that crosses, the first of them still below the threshold."""
    claims = []
    for number in range(12):
        who = {"patient": f"P{number}", "provider": npi(11)}
        visit = [line(code, "GP KX", on="2026-02-02", allowed=5_000) for code in ("97110", "97140")]
        claims.append(claim(f"A{number}", line("97110", "GP", on="2026-01-05", allowed=240_000), **who))
        claims.append(claim(f"B{number}", *visit, **who))
    with told(remittance(*claims, *treat(12, 40), on="2026-03-01")) as warehouse:
        assert listed(warehouse, "true") == []
        expect(
            warehouse,
            "mart.provider_kx",
            "all_kx_category | early_kx_lines | same_visit_kx_lines | kx_lines\nexplained | 0 | 12 | 24",
            f"period_type = 'year' and provider_npi = '{npi(11)}'",
        )
        expect(
            warehouse,
            "mart.kx_signature",
            "signature_category | at_threshold_accounts\nat_threshold | 12",
            f"provider_npi = '{npi(11)}' and payee_npi is null and calendar_year is null",
        )


def test_early_near_the_threshold_weighs_less_than_early_far_from_it() -> None:
    """Both put KX on everyone early; the one whose lines lie before the alert amount comes first."""
    claims = [*treat(11, 20, 20, start_cents=205_000), *treat(12, 12, 12), *treat(13, 40)]
    with told(remittance(*claims)) as warehouse:
        found = warehouse.execute(
            f"select provider_npi, early_kx_lines, far_early_kx_lines from {REVIEW} where {YEAR}"
        ).fetchall()
    assert found == [(npi(12), 24, 24), (npi(11), 40, 0)]


def test_the_list_of_the_month_before_counts_what_was_paid_by_then() -> None:
    """Claims paid in March put the provider on the list; by the end of February nobody was."""
    before = remittance(*treat(11, 4, 4), *treat(12, 40), on="2026-02-10", trace="T1")
    after = remittance(*treat(11, 8, 8, month=2), on="2026-03-10", trace="T2")
    with told(before, after) as warehouse:
        assert listed(warehouse) == [npi(11)]
        assert listed(warehouse, "not is_current and period_code = '2026'") == []
        paid = warehouse.execute("select distinct known_by_date from ledger.provider_count order by 1").fetchall()
    assert [str(row[0]) for row in paid] == ["2026-02-28", "2026-03-10"]


@pytest.mark.parametrize("is_covered", [False, True])
def test_early_kx_of_a_year_that_is_not_covered_is_on_the_list_unjudged(is_covered: bool) -> None:
    """Remittances begin in March: running amounts are lower bounds until a person says that the clinic opened then."""
    march = remittance(*treat(11, 12, 12, month=3), *treat(12, 40, month=3), on="2026-04-01")
    opened = f"payee_npi,calendar_year,complete_from,source\n{CLINIC},2026,2026-03-01,owner\n".encode()
    with told(march, *([opened] if is_covered else [])) as warehouse:
        expect(
            warehouse,
            REVIEW,
            f"""
            provider_npi | has_all_kx_reason | is_judged                     | unjudged_kx_lines
            {npi(11)}    | yes               | {"yes" if is_covered else "no"} | {0 if is_covered else 24}
            """,
            YEAR,
        )
