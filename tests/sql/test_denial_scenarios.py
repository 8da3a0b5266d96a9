"""Adjustments, denials and reversals: the five scenarios of the Tuva documentation, and the traps of the field."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import claim, correct, line, npi, payment, remittance, remittances, reverse, write_crosswalk
from tests.facts import Adjustment
from tests.scenarios import LINE, expect, told

DENIAL = "mart.denial"
LINK = "mart.denial_link"
STANDING = "payer_claim_control_number | line_number | is_denied | allowed_cents | charge_cents"


def test_scenario_1_original_only() -> None:
    with told(remittance(claim("A1", line("97110")))) as warehouse:
        expect(warehouse, LINE, f"{STANDING}\n A1 | 1 | no | 10000 | 13400")
        expect(warehouse, DENIAL, "state")


def test_scenario_2_denied_and_submitted_again() -> None:
    """Charged 100, denied; then charged 75, allowed 25: the denied charge does not add to what was charged."""
    denied = claim("A1", line("97110", charge=10_000, denied="CO-119"))
    again = claim("A2", line("97110", "GP KX", charge=7_500, allowed=2_500), original="A1")
    with told(remittance(denied), remittance(again, on="2026-02-20")) as warehouse:
        expect(warehouse, LINE, f"{STANDING}\n A2 | 1 | no | 2500 | 7500")
        expect(warehouse, DENIAL, "state | recovered_allowed_cents | charge_cents\n recovered | 2500 | 10000")
        expect(warehouse, LINK, "link_category | known_by\n corrected | icn_family\n recovered | icn_family")


def test_scenario_3_full_reversal_and_adjustment() -> None:
    """Cumulative amounts are those of the adjustment alone, and a paid claim corrected downward is no denial."""
    original = claim("A1", line("97110", allowed=10_000))
    files = [
        remittance(original),
        remittance(reverse(original), correct(original, line(allowed=8_000), icn="A2"), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, LINE, f"{STANDING}\n A2 | 1 | no | 8000 | 11400")
        expect(warehouse, DENIAL, "state")


def test_scenario_4_full_reversal_and_adjustment_of_several_lines() -> None:
    """Two lines, one denied: the life is told for each line, and only the denied one has one."""
    original = claim("A1", line("97110", "GP"), line("97140", "GP", denied="CO-119"))
    corrected = correct(original, line("97110", "GP"), line("97140", "GP KX"), icn="A2")
    with told(remittance(original), remittance(reverse(original), corrected, on="2026-02-20")) as warehouse:
        expect(warehouse, LINE, f"{STANDING}\n A2 | 1 | no | 10000 | 13400\n A2 | 2 | no | 10000 | 13400")
        expect(warehouse, DENIAL, "procedure_code | state | line_number\n 97140 | recovered | 2")
        expect(warehouse, LINK, "link_category\n taken_back\n corrected\n recovered")


def test_scenario_5_partial_adjustment() -> None:
    """A second line of the same service that only adds is allowed beside the first; nothing was denied."""
    more = claim("A2", line("97110", allowed=1_500), original="A1")
    with told(remittance(claim("A1", line("97110"))), remittance(more, on="2026-02-20")) as warehouse:
        expect(warehouse, LINE, f"{STANDING}\n A1 | 1 | no | 10000 | 13400\n A2 | 1 | no | 1500 | 4900")
        expect(warehouse, DENIAL, "state")


def test_a_group_code_is_not_shifted_by_a_quantity() -> None:
    shifted = (Adjustment("CO", "45", 5_000, "1"), Adjustment("CO", "119", 10_000))
    made = replace(line("97110", charge=15_000, denied="CO-119"), adjustments=shifted)
    with told(remittance(claim("I1", made))) as warehouse:
        expect(
            warehouse,
            DENIAL,
            "adjustment_group_code | adjustment_reason_code | denial_category\n CO | 119 | missing_kx",
        )


def test_provider_level_take_backs_and_interest_touch_no_denial() -> None:
    withheld = (Adjustment("", "WO", 5_000), Adjustment("", "L6", -120))
    denied = claim("I1", line("97110", denied="CO-119"), patient="OTHER")
    with told(remittance(denied, claim("I2", line("97110")), provider_adjustments=withheld)) as warehouse:
        expect(warehouse, DENIAL, "state | open_cents\n open | 10000")


def test_a_remittance_that_leaves_the_modifiers_out_is_still_the_same_service() -> None:
    files = [
        remittance(claim("I1", line("97110", "GP", denied="CO-119"))),
        remittance(claim("I2", line("97110", "")), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state\n recovered")


def test_physical_and_occupational_therapy_of_one_day_do_not_answer_each_other() -> None:
    files = [
        remittance(claim("I1", line("97530", "GP", denied="CO-119"), line("97530", "GO"))),
        remittance(claim("I2", line("97530", "GO")), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state\n open")
        expect(warehouse, "mart.denial_candidate", "candidate_category\n other_discipline")


def test_a_beneficiary_whose_identifier_changed_is_recovered_across_it() -> None:
    files = [
        write_crosswalk([("1EG4TE5MK73", "9AA9AA9AA99")]),
        remittance(claim("I1", line("97110", denied="CO-119"))),
        remittance(claim("I2", line("97110", "GP KX"), patient="9AA9AA9AA99"), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state\n recovered")


def test_what_is_no_denial_starts_no_life() -> None:
    lines = [
        line("97110", charge=15_000, adjustments="PR-1=150", b6=False),
        line("97112", charge=15_000, adjustments="CO-45=150", b6=False),
        line("97140", charge=15_000, adjustments="OA-23=150", b6=False),
    ]
    with told(remittance(claim("I1", *lines, status="4"))) as warehouse:
        expect(warehouse, DENIAL, "state")
        expect(warehouse, "mart.denial_worklist", "priority_rank")


def test_a_service_of_december_denied_in_january_counts_in_its_year() -> None:
    with told(remittance(claim("I1", line(on="2025-12-30", denied="CO-119")), on="2026-01-20")) as warehouse:
        expect(
            warehouse,
            "mart.denial_explanation",
            "calendar_year | kx_threshold_cents\n 2025 | 241000",
        )


def test_a_plan_that_is_no_medicare_goes_by_its_own_rules() -> None:
    with told(remittance(claim("I1", line(denied="CO-119"), filing="16"), payer="ADVANTAGE PLAN")) as warehouse:
        expect(
            warehouse,
            "mart.denial_deadline",
            "route_category | mac_name | last_date | is_default_rule\n payer_rule | other_payer | 2027-01-20 | no",
        )


def test_a_file_offered_twice_changes_no_denial() -> None:
    once = remittances(payment(claim("I1", line(denied="CO-119")), on="2026-01-20", npi=npi(3)))
    with told(once, once) as warehouse:
        expect(warehouse, DENIAL, "times_denied\n 1")
