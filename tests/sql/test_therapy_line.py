"""What a line is: therapy or not, in which pool, of whom, by whom, when, how much of it (contract section 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.builders import claim, export, line, npi, remittance, write_crosswalk, write_prior_use
from tests.facts import PriorUse
from tests.scenarios import LINE, POSITION, RECEIVED, expect, told


def test_exactly_one_therapy_modifier_in_any_of_four_places_makes_a_therapy_line() -> None:
    lines = [
        line("97110", "GP"),
        line("97112", "59 GA KX GP"),
        line("97116", "gp kx"),
        line("97140", "CQ GP KX 59"),
        line("97530", "GO CO KX"),
        line("92507", "GN KX"),
        line("97150", "GP GO"),
        line("97035", "GP GP"),
        line("97032", "59 KX"),
        line("97750", ""),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | modifiers   | discipline | pool   | has_kx
            97110          | GP          | PT         | PT_SLP | no
            97112          | 59,GA,KX,GP | PT         | PT_SLP | yes
            97116          | gp,kx       | PT         | PT_SLP | yes
            97140          | CQ,GP,KX,59 | PT         | PT_SLP | yes
            97530          | GO,CO,KX    | OT         | OT     | yes
            92507          | GN,KX       | SLP        | PT_SLP | yes
            97150          | GP,GO       | -          | -      | no
            97035          | GP,GP       | -          | -      | no
            97032          | 59,KX       | -          | -      | no
            97750          |             | -          | -      | no
            """,
        )


def test_blank_modifiers_are_left_out() -> None:
    made = claim("I1", line("97110", "GP KX"), replace(line("97110"), modifiers=("GP", "", "KX")))
    with told(remittance(made)) as warehouse:
        expect(warehouse, LINE, "line_number | modifiers | has_kx\n 1 | GP,KX | yes\n 2 | GP,KX | yes")


def test_only_part_b_lines_that_were_decided_accrue() -> None:
    claims = [
        claim("PART-B", line(), filing="MB"),
        claim("FACILITY", line(), filing="MA"),
        claim("ADVANTAGE", line(), filing="16"),
        claim("COMMERCIAL", line(), filing="12"),
        claim("SECONDARY", line(), status="2"),
        claim("FORWARDED", line(), status="23"),
        claim("PREDETERMINED", line(), status="25"),
    ]
    with told(remittance(*claims)) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            payer_claim_control_number | discipline | pool
            PART-B                     | PT         | PT_SLP
            FACILITY                   | PT         | PT_SLP
            ADVANTAGE                  | PT         | -
            COMMERCIAL                 | PT         | -
            SECONDARY                  | PT         | PT_SLP
            FORWARDED                  | PT         | -
            PREDETERMINED              | PT         | -
            """,
        )


def test_nothing_before_2018_accrues() -> None:
    made = claim("I1", line("97110", on="2017-12-31"), line("97140", on="2018-01-01"))
    with told(remittance(made, on="2018-01-20")) as warehouse:
        expect(warehouse, LINE, "procedure_code | pool\n 97110 | -\n 97140 | PT_SLP")


def test_the_year_is_that_of_the_service_not_of_the_payment() -> None:
    with told(remittance(claim("I1", line(on="2025-12-30")), on="2026-01-20")) as warehouse:
        expect(warehouse, "mart.threshold_crossing", "calendar_year | accrued_cents\n 2025 | 10000", RECEIVED)


def test_speech_and_physical_therapy_fill_one_pool_and_occupational_therapy_its_own() -> None:
    made = claim("I1", line("97110", "GP"), line("92507", "GN"), line("97530", "GO", allowed=7_000))
    with told(remittance(made)) as warehouse:
        expect(
            warehouse,
            "mart.threshold_crossing",
            """
            pool   | accrued_cents | visits
            PT_SLP | 20000         | 1
            OT     | 7000          | 1
            """,
            RECEIVED,
        )


def test_a_beneficiary_is_the_corrected_identifier_in_upper_case_through_the_crosswalk() -> None:
    claims = [
        claim("SENT", line("97110"), patient="1EG4TE5MK73"),
        claim("LOWER", line("97112"), patient=" 1eg4te5mk73"),
        claim("CORRECTED", line("97116"), patient="7WRONG", corrected="1EG4TE5MK73"),
        claim("CHAIN", line("97140"), patient="OLDEST"),
        claim("MISTYPED", line("97530"), patient="7WRONG"),
    ]
    links = write_crosswalk([("OLDEST", "OLDER"), ("OLDER", "1EG4TE5MK73")])
    with told(remittance(*claims), links) as warehouse:
        expect(
            warehouse,
            "mart.threshold_crossing inner join mart.beneficiary using (beneficiary_key)",
            """
            patient_id  | accrued_cents
            1EG4TE5MK73 | 40000
            7WRONG      | 10000
            """,
            RECEIVED,
        )


def test_prior_use_goes_through_the_crosswalk_too() -> None:
    rows = [PriorUse("OLD", "PT_SLP", 2026, 100_000, date(2026, 1, 1))]
    files = [remittance(claim("I1", line())), write_prior_use(rows), write_crosswalk([("OLD", "1EG4TE5MK73")])]
    with told(*files) as warehouse:
        expect(warehouse, "mart.threshold_crossing", "accrued_cents | prior_use_grade\n 110000 | verified", RECEIVED)


def test_the_provider_is_named_on_the_line_else_on_the_claim_else_it_is_the_payee() -> None:
    first = claim("I1", line("97110", provider=npi(7)), line("97140"), provider=npi(8))
    with told(remittance(first, claim("I2", line("97530")), npi=npi(9))) as warehouse:
        expect(
            warehouse,
            LINE,
            f"""
            procedure_code | provider_npi | payee_npi
            97110          | {npi(7)}   | {npi(9)}
            97140          | {npi(8)}   | {npi(9)}
            97530          | {npi(9)}   | {npi(9)}
            """,
        )


def test_the_service_date_is_dtm_472_else_150_else_232_of_the_claim() -> None:
    lines = [
        line("97110", on="2026-01-05", start_date="2026-01-06"),
        line("97140", on=None, start_date="2026-01-06", end_date="2026-01-09"),
        line("97530", on=None),
    ]
    with told(remittance(claim("I1", *lines, statement_from="2026-01-07"))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | service_date
            97110          | 2026-01-05
            97140          | 2026-01-06
            97530          | 2026-01-07
            """,
        )


def test_units_are_svc05_and_of_a_denied_line_svc07() -> None:
    lines = [
        line("97110", units="2"),
        line("97112", units=""),
        line("97116", units="1.5"),
        line("97140", denied="CO-50", units="0", submitted_units="3"),
        line("97530", denied="CO-50", units="0"),
        line("97535", denied="CO-50", units=""),
        line("97750", denied="CO-50", units="2", submitted_units="4"),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | paid_units
            97110          | 2
            97112          | 1
            97116          | 1.5
            97140          | 3
            97530          | 1
            97535          | 1
            97750          | 4
            """,
        )


def test_an_export_says_the_same_with_the_filing_indicator_as_payer() -> None:
    made = claim("I1", line("97110", "GP KX", allowed=11_600, charge=15_000), received="2026-01-10", provider=npi(3))
    files = [export(made, on="2026-01-20", trace="T1")]
    with told(*files) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            payer_name | segment_number | allowed_cents | allowed_basis | paid_cents | received_date | modifiers
            MB         | 2              | 11600         | export        | 9094       | 2026-01-10    | GP,KX
            """,
        )


def test_lines_that_are_no_therapy_are_kept_without_a_pool() -> None:
    with told(remittance(claim("I1", line("99213", ""), line("97110", "GP")))) as warehouse:
        expect(warehouse, LINE, "procedure_code | pool\n 99213 | -\n 97110 | PT_SLP")
        expect(warehouse, POSITION, "procedure_code\n 97110", RECEIVED)
