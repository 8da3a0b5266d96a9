"""What opens a case for review: accounts, denied services, refunds, files and years, each under a key of its own."""

from __future__ import annotations

from tests.builders import claim, line, remittance
from tests.scenarios import expect, told

CASES = "mart.review_case"
SHOWN = "case_category | pool | cause_date | known_date | amount_cents | is_recent"


def test_a_patient_over_the_threshold_is_one_case_and_over_medical_review_another() -> None:
    visits = [
        claim("I1", line(on="2026-01-05", allowed=248_000)),
        claim("I2", line(on="2026-01-08", allowed=60_000)),
    ]
    with told(remittance(*visits)) as warehouse:
        expect(
            warehouse,
            CASES,
            f"""
            {SHOWN}
            kx_crossing             | PT_SLP | 2026-01-08 | 2026-01-20 | 308000 | yes
            medical_review_crossing | PT_SLP | 2026-01-08 | 2026-01-20 | 308000 | yes
            """,
            "case_category like '%crossing'",
        )


def test_an_active_patient_near_the_threshold_is_approaching() -> None:
    with told(remittance(claim("I1", line(on="2026-01-05", allowed=210_000)))) as warehouse:
        expect(warehouse, CASES, f"{SHOWN}\n approaching | PT_SLP | 2026-01-05 | 2026-01-05 | 210000 | yes")
    with told(remittance(claim("I1", line(on="2026-01-05", allowed=210_000))), as_of="2026-04-01") as warehouse:
        expect(warehouse, CASES, SHOWN)


def test_a_missing_kx_denial_is_a_case_of_the_claim_and_of_the_patient() -> None:
    visits = [
        claim("I1", line("97110", on="2026-01-05", allowed=245_000)),
        claim("I2", line("97530", on="2026-01-09", denied="CO-119")),
    ]
    with told(remittance(*visits)) as warehouse:
        expect(
            warehouse,
            CASES,
            """
            case_category    | cause_date | known_date | lines
            kx_crossing      | 2026-01-05 | 2026-01-20 | 2
            missing_kx_claim | 2026-01-09 | 2026-01-20 | 1
            needs_kx_now     | 2026-01-09 | 2026-01-20 | 2
            """,
        )


def test_a_line_at_the_patients_charge_is_a_refund_check() -> None:
    with told(remittance(claim("I1", line("97530", on="2026-01-09", denied="PR-119")))) as warehouse:
        expect(
            warehouse,
            CASES,
            f"{SHOWN}\n refund_check | PT_SLP | 2026-01-09 | 2026-01-20 | 15000 | yes",
            "lines = 1 and case_category = 'refund_check'",
        )


def test_what_became_known_long_ago_does_not_open_by_itself() -> None:
    old = remittance(claim("I1", line(on="2024-01-05", allowed=240_000)), on="2024-01-20")
    new = remittance(claim("I2", line(on="2026-01-05")), on="2026-01-20")
    with told(old, new) as warehouse:
        expect(warehouse, CASES, "is_recent | calendar_year\n no | 2024", "case_category = 'kx_crossing'")


def test_a_refused_file_and_an_excluded_claim_payment_are_data_problems() -> None:
    broken = claim("I2", line(on="2026-03-09"))
    again = remittance(claim("I3", line()), claim("I3", line()))
    with told(remittance(claim("I1", line()), broken), b"nothing that kxwatch reads", again) as warehouse:
        expect(
            warehouse,
            CASES,
            """
            case_category | provider_npi | amount_cents | lines | rule                       | file_name
            data_problem  | -            | -            | -     | refused                    | file2
            data_problem  | -            | -            | 1     | service_date_after_payment | file1
            """,
        )


def test_a_key_is_given_once_and_names_no_patient() -> None:
    visits = [claim("I1", line(on="2026-01-05", allowed=310_000)), claim("I2", line(on="2026-01-09", denied="PR-119"))]
    with told(remittance(*visits)) as warehouse:
        keys = [key for (key,) in warehouse.execute("select case_key from mart.review_case").fetchall()]
        assert len(keys) == len(set(keys)) == 5
        assert not any("1EG4" in key for key in keys)


def test_a_provider_on_the_review_list_is_a_case_of_the_year() -> None:
    patients = [
        claim(f"I{number}", line(modifiers="GP KX", on="2026-01-05"), patient=f"P{number}") for number in range(12)
    ]
    with told(remittance(*patients)) as warehouse:
        expect(
            warehouse,
            CASES,
            "calendar_year | cause_date | lines | is_recent\n 2026 | 2026-01-05 | 12 | yes",
            "case_category = 'early_kx_pattern'",
        )
