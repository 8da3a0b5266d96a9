"""What `kxwatch build` finds in the synthetic practice is what the simulator planted there."""

from __future__ import annotations

from typing import Any

from tests.simulate.conftest import Planted

_PLANTED_LINES = """
    select
        payment_trace_number, payer_claim_control_number, cast(line_number as bigint) as line_number, provider_npi,
        payee_npi, cast(service_date as date) as service_date, procedure_code, coalesce(modifiers, '') as modifiers,
        cast(has_kx as boolean) as has_kx, cast(is_denied as boolean) as is_denied,
        cast(allowed_cents as bigint) as allowed_cents, cast(paid_cents as bigint) as paid_cents, pool
    from truth_lines
    where standing_category = 'final'
"""
_FOUND_LINES = """
    select
        payment_trace_number, payer_claim_control_number, line_number, provider_npi, payee_npi, service_date,
        procedure_code, modifiers, has_kx, is_denied, allowed_cents, paid_cents, pool
    from mart.line
"""

# The category of mart.service_line_balance, and what truth/totals.csv calls it.
_BALANCE = {
    "standing_in_pool": "final_in_pool",
    "standing_in_no_pool": "final_in_no_pool",
    "superseded": "replaced",
    "taken_back": "reversed",
    "reversal": "reversal",
}


def _differences(planted: Planted, found: str, told: str) -> list[tuple[Any, ...]]:
    """Rows that only one side has."""
    both = f"(({found}) except all ({told})) union all (({told}) except all ({found}))"
    return planted.rows(f"select * from ({both}) limit 10")


def test_the_build_takes_everything_in(planted: Planted) -> None:
    assert planted.outcome.exit_code == 0
    assert planted.rows("select is_synthetic from mart.build_info") == [(True,)]
    assert planted.rows("select check_name from mart.check_result where severity = 'critical' and not is_passed") == []


def test_standing_lines_are_those_planted(planted: Planted) -> None:
    assert planted.number("select count(*) from mart.line") > 5_000
    assert _differences(planted, _FOUND_LINES, _PLANTED_LINES) == []


def test_findings_are_those_planted(planted: Planted) -> None:
    lines = """
        from truth_lines as told inner join mart.line as found
        on
            told.payment_trace_number = found.payment_trace_number
            and told.payer_claim_control_number = found.payer_claim_control_number
            and cast(told.line_number as bigint) = found.line_number
        where told.standing_category = 'final' and told.pool is not null
    """
    seen = planted.rows(f"select distinct told.kx_finding {lines} order by all")
    assert [finding for (finding,) in seen] == [
        "early", "early_unverified", "missing", "not_needed", "on_time", "same_visit",
    ]  # fmt: skip
    wrong = f"select told.story, told.kx_finding, found.kx_finding {lines} and told.kx_finding != found.kx_finding"
    assert planted.rows(wrong) == []


def test_crossings_are_those_planted(planted: Planted) -> None:
    found = """
        select patient_id, pool, calendar_year, order_basis, accrued_cents - prior_use_cents, prior_use_cents,
            prior_use_grade, prior_use_low_cents, prior_use_high_cents, kx_crossing_date
        from mart.threshold_crossing inner join mart.beneficiary using (beneficiary_key)
    """
    told = "union all".join(
        f"""
        select patient_id, pool, cast(calendar_year as bigint), '{basis}', cast(own_accrued_cents as bigint),
            cast(prior_use_cents as bigint), prior_use_grade, cast(prior_use_low_cents as bigint),
            cast(prior_use_high_cents as bigint), cast(kx_crossing_date_{basis} as date)
        from truth_beneficiaries
        """
        for basis in ("received", "service_date")
    )
    assert planted.number("select count(kx_crossing_date_received) from truth_beneficiaries") > 20
    assert _differences(planted, found, told) == []


def test_denials_and_what_became_of_them_are_those_planted(planted: Planted) -> None:
    found = """
        select payer_claim_control_number, line_number, service_date, procedure_code, denial_category,
            adjustment_group_code, adjustment_reason_code, times_denied, first_denied_date, has_notice, charge_cents,
            expected_allowed_cents, state, recovered_date, recovered_allowed_cents
        from mart.denial
    """
    told = """
        select payer_claim_control_number, cast(line_number as bigint), cast(service_date as date), procedure_code,
            denial_category, adjustment_group_code, adjustment_reason_code, cast(times_denied as bigint),
            cast(first_denied_date as date), cast(has_notice as boolean), cast(charge_cents as bigint),
            cast(expected_allowed_cents as bigint), state, cast(recovered_date as date),
            cast(recovered_allowed_cents as bigint)
        from truth_denials
    """
    states = planted.rows("select distinct state from truth_denials where denial_category = 'missing_kx' order by all")
    assert states == [("expired",), ("open",), ("recovered",)]
    assert planted.number("select count(distinct denial_category) from truth_denials") >= 9
    assert _differences(planted, found, told) == []


def test_service_lines_add_up_as_planted(planted: Planted) -> None:
    totals = planted.pairs("select name, cast(value as bigint) from truth_totals")
    found = planted.pairs(
        "select category, cast(sum(service_lines) as bigint) from mart.service_line_balance group by all"
    )
    for category, name in _BALANCE.items():
        assert found[category] == totals[name], category
    assert found["set_aside"] == totals["repeated_service_lines"] + totals["orphan_reversal"]
    read = "select sum(claim_payments), sum(service_lines), sum(payment_cents) from mart.file where status = 'accepted'"
    assert planted.rows(read) == [(totals["claim_payments"], totals["service_lines"], totals["payment_cents"])]


def test_copies_and_second_deliveries_count_once(planted: Planted) -> None:
    totals = planted.pairs("select name, cast(value as bigint) from truth_totals")
    assert totals["duplicate_files"] > 0
    assert planted.number("select count(*) from mart.file where status = 'duplicate'") == totals["duplicate_files"]
    rules = planted.pairs("select rule, count(*) from mart.set_aside group by all")
    assert rules["repeated_claim_payment"] == totals["repeated_claim_payments"] > 0
    orphans = planted.number("select count(*) from truth_reversals where kind = 'orphan'")
    assert rules["orphan_reversal"] == orphans >= 3


def test_reversals_are_planted_in_every_manner(planted: Planted) -> None:
    manners = planted.rows("select distinct names_original_by from truth_reversals where kind = 'reversal' order by 1")
    assert manners == [("named_control_number",), ("opposite_lines",), ("same_control_number",)]
    corrections = planted.rows("select distinct has_correction from truth_reversals where kind = 'reversal' order by 1")
    assert [cell for (cell,) in corrections] == ["False", "True"]


def test_providers_show_the_behaviour_that_was_planted(planted: Planted) -> None:
    categories = planted.pairs(
        """
        select told.behaviour, list(distinct found.all_kx_category order by found.all_kx_category)
        from mart.provider_kx as found inner join truth_providers as told using (provider_npi)
        where found.period_type = 'year' and found.period_start = date '2026-01-01'
        group by told.behaviour
        """
    )
    assert categories["always_on"] == ["red_flag"]
    assert categories["always_on_small"] == ["watch"]
    assert categories["explained"] == ["explained"]
    for behaviour in ("correct", "fixed_distance", "forgets"):
        assert not {"red_flag", "watch"} & set(categories[behaviour]), behaviour


def test_the_early_start_of_a_system_shows_as_a_distance(planted: Planted) -> None:
    early = """
        from mart.line_position as position
        inner join mart.line as line using (service_line_key)
        inner join mart.threshold as threshold on position.calendar_year = threshold.calendar_year
        inner join truth_providers as told using (provider_npi)
        where
            told.behaviour = 'fixed_distance' and position.order_basis = 'received'
            and position.kx_finding in ('early', 'early_unverified') and not line.is_denied
    """
    assert planted.number(f"select count(*) {early}") > 20
    furthest = f"select max(threshold.kx_threshold_cents - position.accrued_after_cents) {early}"
    assert 20_000 < planted.number(furthest) < 40_000


def test_a_correct_provider_is_denied_only_for_use_elsewhere(planted: Planted) -> None:
    denied = """
        from truth_lines as told
        inner join truth_providers as provider using (provider_npi)
        inner join truth_patients as patient using (person)
        where provider.behaviour = 'correct' and told.adjustment_reason_code = '119' and told.pool is not null
    """
    assert planted.number(f"select count(*) {denied}") > 0
    assert planted.rows(f"select distinct told.story {denied} and patient.used_elsewhere_cents = '0'") == []


def test_denials_over_the_threshold_come_in_both_groups_with_and_without_notice(planted: Planted) -> None:
    kinds = planted.rows(
        """
        select distinct adjustment_group_code, contains(modifiers, 'GA')
        from truth_lines where adjustment_reason_code = '119' and pool is not null order by all
        """
    )
    assert kinds == [("CO", False), ("PR", False), ("PR", True)]


def test_each_habit_of_kx_is_planted_and_shows_as_such(planted: Planted) -> None:
    found = planted.rows(
        """
        select habit.kx_habit, count(*) filter (position.kx_finding = 'same_visit') > 0,
            count(*) filter (position.kx_finding like 'early%') > 0
        from mart.line_position as position
        inner join mart.line using (service_line_key)
        inner join truth_clinics as habit using (payee_npi)
        where position.order_basis = 'received' and facility_types != '85' and first_remittance_date is null
        and not exists (
            select 1 from truth_patients as patient inner join mart.beneficiary as found
            on patient.member_id = found.patient_id
            where found.beneficiary_key = line.beneficiary_key
            and (patient.used_elsewhere_cents != '0' or contains(patient.kx_habits, '+'))
        )
        group by all order by all
        """
    )
    assert [row for row in found if row[0] in ("visit", "claim", "monthly_claim")] == [
        ("claim", True, False), ("monthly_claim", True, False), ("visit", True, False),
    ]  # fmt: skip


def test_implied_use_signed_notices_and_the_bases_of_amounts_are_planted(planted: Planted) -> None:
    grades = planted.pairs("select prior_use_grade, count(*) from truth_beneficiaries group by all")
    assert set(grades) == {"unknown", "verified", "typed", "implied"}
    bases = planted.pairs("select allowed_basis, count(*) from truth_lines where pool is not null group by all")
    assert set(bases) == {"amt_b6", "derived", "secondary", "cost", "denied"}
    assert planted.number("select count(*) from truth_denials where denial_category = 'signed_notice'") > 0
    assert planted.number("select count(claim_adjustments) from truth_lines where pool is not null") > 0


def test_an_answer_that_holds_nothing_but_own_claims_is_no_use_elsewhere(planted: Planted) -> None:
    verified = "from truth_beneficiaries where story = 'own_use_verified' and prior_use_grade = 'verified'"
    assert planted.number(f"select count(*) {verified}") > 0
    assert planted.number(f"select max(cast(prior_use_cents as bigint)) {verified}") == 0


def test_remittances_of_one_clinic_begin_late(planted: Planted) -> None:
    begins = planted.rows(
        """
        select min(payment_date) >= cast(any_value(first_remittance_date) as date),
            min(service_date) < cast(any_value(first_remittance_date) as date)
        from mart.line inner join truth_clinics using (payee_npi) where first_remittance_date is not null
        """
    )
    assert begins == [(True, True)]
    years = planted.rows(
        """
        select first_remittance_date is not null, list(distinct coverage_category order by coverage_category)
        from mart.clinic_year inner join truth_clinics using (payee_npi) group by all order by all
        """
    )
    assert years[1] == (True, ["late_start"])
    assert "late_start" not in years[0][1]


def test_every_way_of_making_a_missing_kx_good_is_planted(planted: Planted) -> None:
    ways = planted.rows(
        "select distinct resolved_by from truth_denials where denial_category = 'missing_kx' and state = 'recovered'"
    )
    assert {way for (way,) in ways} == {"correction", "rebill_as_is"}
    assert planted.number("select max(cast(times_denied as bigint)) from truth_denials") >= 2
    named = """
        select count(*) from mart.denial where denial_category = 'missing_kx' and state = 'recovered'
    """
    assert planted.number(named) > 20
