"""Ways and their last days, the refund check, the work list, and what a fee schedule adds."""

from __future__ import annotations

import pytest

from tests.builders import claim, line, payment, remittance, remittances
from tests.scenarios import expect, told

DEADLINE = "mart.denial_deadline"
WORKLIST = "mart.denial_worklist"
REFUND = "mart.refund_check"
DENIAL = "mart.denial"
FEES = b"procedure_code,modifier_class,locality,calendar_year,amount\n"


def test_a_missing_kx_is_reopened_first_then_appealed_then_billed_anew() -> None:
    with told(remittance(claim("I1", line(on="2026-01-05", denied="CO-119")), on="2026-01-20")) as warehouse:
        expect(
            warehouse,
            DEADLINE,
            """
            route_rank | route_category           | from_date  | last_date  | is_first_open | after_category
            1          | clerical_error_reopening | 2026-01-20 | 2027-01-20 | yes           | good_cause_only
            2          | redetermination          | 2026-01-20 | 2026-05-20 | no            | another_way
            3          | timely_filing            | 2026-01-05 | 2027-01-05 | no            | another_way
            """,
        )
        expect(warehouse, DEADLINE, "next_route_category\n clerical_error_reopening", "route_rank = 2")
        expect(
            warehouse,
            DENIAL,
            "route_category | route_last_date | mac_name\n clerical_error_reopening | 2027-01-20 | default",
        )


def test_a_claim_that_could_not_be_processed_was_never_filed() -> None:
    """MA130: no appeal, no reopening; a new claim within a year of the service."""
    denied = line(on="2026-01-05", denied="CO-16", remarks=("MA130", "N362"))
    with told(remittance(claim("I1", denied), on="2026-01-20")) as warehouse:
        expect(warehouse, DENIAL, "is_unprocessable | remark_codes\n yes | MA130,N362")
        expect(
            warehouse,
            DEADLINE,
            "route_category | counted_from | last_date\n unprocessable_resubmission | service_date | 2027-01-05",
        )


@pytest.mark.parametrize(("as_of", "route", "days"), [("2026-05-20", "redetermination", "0"), ("2026-05-21", "-", "-")])
def test_a_medical_denial_has_its_appeal_alone(as_of: str, route: str, days: str) -> None:
    """After the last day the denial is still open by the rule of one year, but no way is."""
    with told(remittance(claim("I1", line(denied="CO-50")), on="2026-01-20"), as_of=as_of) as warehouse:
        expect(warehouse, DENIAL, f"state | route_category\n open | {route}")
        expect(warehouse, WORKLIST, f"route_category | route_days_left\n {route} | {days}")


@pytest.mark.parametrize(
    ("payer", "mac", "route", "is_default"),
    [
        ("NORIDIAN JF PART B", "Noridian", "clerical_error_reopening", "no"),
        ("Palmetto GBA", "Palmetto", "redetermination", "no"),
        ("NATIONAL GOVERNMENT SERVICES", "default", "clerical_error_reopening", "yes"),
    ],
)
def test_a_contractor_has_its_own_rules_or_the_default_ones(payer: str, mac: str, route: str, is_default: str) -> None:
    with told(remittance(claim("I1", line(denied="CO-119")), payer=payer)) as warehouse:
        expect(
            warehouse,
            DEADLINE,
            f"mac_name | route_category | is_default_rule\n {mac} | {route} | {is_default}",
            "is_first_open",
        )


def test_a_contractor_without_a_rule_for_the_category_falls_to_the_default() -> None:
    with told(remittance(claim("I1", line(denied="CO-50")), payer="NORIDIAN")) as warehouse:
        expect(warehouse, DEADLINE, "mac_name | route_category\n default | redetermination")


def test_late_filing_and_duplicates_have_no_way() -> None:
    claims = [claim("I1", line(denied="CO-29")), claim("I2", line(denied="OA-18"), patient="OTHER")]
    with told(remittance(*claims)) as warehouse:
        expect(warehouse, DEADLINE, "route_category")
        expect(warehouse, WORKLIST, "denial_category | route_category\n timely_filing | -")


def test_the_work_list_goes_by_what_can_still_be_had() -> None:
    """Nothing was ever recovered here: the nearest last day decides; no route comes last, a signed ABN is left out."""
    claims = [
        claim("LATE", line("97110", on="2026-01-05", denied="CO-29")),
        claim("NEW", line("97110", on="2026-01-06", denied="CO-119"), patient="P2"),
        claim("NOTICE", line("97110", "GP GA", on="2026-01-07", denied="PR-119"), patient="P4"),
    ]
    files = [
        remittance(claim("U1", line("97110", on="2026-01-02"), patient="U")),
        remittance(
            claim("OLD", line("97110", on="2026-01-06", denied="CO-119"), patient="P3"), on="2026-01-21", trace="O"
        ),
        remittance(*claims, on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(
            warehouse,
            WORKLIST,
            """
            priority_rank | payer_claim_control_number | modifier_to_add | open_cents | likely_cents | route_days_left
            1             | OLD                        | KX              | 10000      | 0            | 335
            3             | LATE                       | -               | 10000      | 0            | -
            """,
            "payer_claim_control_number in ('OLD', 'LATE')",
        )
        expect(
            warehouse,
            WORKLIST,
            "payer_claim_control_number | modifier_to_add | has_notice\n NEW | KX | no",
            "payer_claim_control_number not in ('OLD', 'LATE')",
        )


def test_likely_dollars_are_the_share_that_denials_of_this_age_still_recover() -> None:
    """Twenty denials watched for a year, five of them recovered between day 60 and 90; the new one is 10 days old."""
    days = [f"2024-01-{day:02}" for day in range(1, 21)]
    old = [claim(f"O{n}", line("97110", on=day, denied="CO-119"), patient=f"P{n}") for n, day in enumerate(days)]
    back = [claim(f"R{n}", line("97110", "GP KX", on=day), patient=f"P{n}") for n, day in enumerate(days[:5])]
    new = claim("NEW", line("97110", on="2025-05-20", denied="CO-119"))
    files = [
        remittances(payment(*old, on="2024-02-01"), payment(*back, on="2024-04-11"), payment(new, on="2025-06-01"))
    ]
    with told(*files, as_of="2025-06-11") as warehouse:
        expect(
            warehouse,
            WORKLIST,
            "open_cents | likely_cents | recovery_ratio | pace_category\n 10000 | 2500 | 0.25 | missing_kx",
        )
        expect(
            warehouse,
            "mart.recovery_curve",
            """
            since_days | denied_services | at_risk_services | censored_services | recovered_services | recovered_cents
            60         | 20              | 20               | 0                 | 0                  | 0
            90         | 20              | 20               | 0                 | 5                  | 50000
            """,
            "cohort_quarter = date '2024-01-01' and since_days in (60, 90)",
        )
        expect(
            warehouse,
            "mart.recovery_curve",
            "since_days | at_risk_services | censored_services\n 0 | 1 | 0\n 30 | 0 | 1",
            "cohort_quarter = date '2025-04-01' and since_days in (0, 30)",
        )


def test_a_patient_share_without_notice_is_for_the_refund_check() -> None:
    """A voluntary notice (GX) shifts no liability, so it keeps nothing out."""
    claims = [
        claim("BILLED", line("97110", "GP", denied="PR-119")),
        claim("NOTICE", line("97112", "GP GA", denied="PR-119")),
        claim("VOLUNTARY", line("97116", "GP GX", denied="PR-119")),
        claim("OURS", line("97140", "GP", denied="CO-119")),
        claim("PLAN", line("97150", "GP", denied="PR-119"), filing="16"),
        claim("NECESSITY", line("97530", "GP", denied="PR-50")),
    ]
    with told(remittance(*claims)) as warehouse:
        expect(
            warehouse,
            REFUND,
            """
            payer_claim_control_number | charge_cents | patient_share_cents | standing_category | state
            BILLED                     | 15000        | 15000               | standing          | open
            VOLUNTARY                  | 15000        | 15000               | standing          | open
            """,
        )


def test_a_fee_schedule_estimates_what_was_never_allowed() -> None:
    """The clinic's own row comes before one for all, its class before any; two localities say nothing."""
    fees = FEES + (
        b"97110,any,,2026,30.00\n97112,any,,2026,31.00\n97112,any,1234567893,2026,32.005\n97112,any,1234567893,2026,32.55\n"
        b"97140,any,05,2026,28.00\n97140,any,01,2026,29.00\n97530,no_assistant,,2026,40.01\n97530,any,,2026,39.00\n"
    )
    lines = [
        line("97110", denied="CO-119", submitted_units="3"),
        line("97112", denied="CO-119"),
        line("97140", denied="CO-119"),
        line("97530", denied="CO-119", submitted_units="2"),
        line("97150", denied="CO-119"),
    ]
    seen = claim("U1", line("97150", on="2026-01-02"), patient="OTHER")
    with told(fees, remittance(claim("I1", *lines), seen)) as warehouse:
        expect(
            warehouse,
            DENIAL,
            """
            procedure_code | expected_allowed_cents | estimated_cents | estimate_basis | open_cents
            97110          | -                      | 9000            | fee_schedule   | 0
            97112          | -                      | 3255            | fee_schedule   | 0
            97140          | -                      | -               | -              | 0
            97530          | -                      | 8002            | fee_schedule   | 0
            97150          | 10000                  | 10000           | same_year      | 10000
            """,
        )


def test_how_good_estimates_are_is_measured_on_what_was_recovered() -> None:
    fees = FEES + b"97110,any,,2026,101.00\n"
    denied = [claim(f"D{n}", line("97110", on=f"2026-01-{n:02}", denied="CO-119")) for n in (5, 6)]
    back = [
        claim("R5", line("97110", "GP KX", on="2026-01-05", allowed=10_000)),
        claim("R6", line("97110", "GP KX", on="2026-01-06", allowed=9_000)),
    ]
    seen = [claim(f"U{n}", line("97110", on=f"2026-01-1{n}"), patient="OTHER") for n in (1, 2, 3)]
    with told(fees, remittance(*denied, *seen), remittance(*back, on="2026-02-20")) as warehouse:
        expect(
            warehouse,
            "mart.expected_quality",
            """
            estimate_basis | estimated_cents | recovered_allowed_cents | median_difference_cents | within_percent_ratio
            same_year      | 20000           | 19000                   | -1000                   | 0.5
            fee_schedule   | 20200           | 19000                   | -1100                   | 0.5
            """,
        )
