"""A year that is not covered from January says so (issue: a clinic that starts late, a month without a payment)."""

from __future__ import annotations

from tests.builders import CLINIC, claim, line, payment, remittances
from tests.scenarios import expect, told

YEARS = "mart.clinic_year"


def _paid(*months: str) -> bytes:
    """One visit a month in 2026, paid on the 20th of the same month."""
    return remittances(
        *(
            payment(claim(f"I{month}", line(on=f"2026-{month}-05")), on=f"2026-{month}-20", trace=f"T{month}")
            for month in months
        )
    )


def coverage(complete_from: str, year: int = 2026, clinic: str = CLINIC) -> bytes:
    return f"payee_npi,calendar_year,complete_from,source\n{clinic},{year},{complete_from},owner\n".encode()


def test_a_clinic_with_a_visit_in_the_first_two_weeks_is_covered() -> None:
    with told(_paid("01", "02", "03")) as warehouse:
        expect(warehouse, YEARS, "calendar_year | coverage_category | is_covered\n 2026 | covered | yes")


def test_a_clinic_that_begins_later_is_not_until_a_person_says_that_it_opened_then() -> None:
    with told(_paid("03", "04")) as warehouse:
        expect(warehouse, YEARS, "coverage_category | first_known_date | is_covered\n late_start | 2026-03-05 | no")
    with told(_paid("03", "04"), coverage("2026-03-01")) as warehouse:
        expect(
            warehouse,
            YEARS,
            "coverage_category | complete_from_date | coverage_source\n covered | 2026-03-01 | owner",
        )
        expect(warehouse, "mart.file", "kind | status\n coverage | accepted", "kind = 'coverage'")


def test_an_early_visit_that_was_billed_late_does_not_cover_the_months_before() -> None:
    late = payment(claim("ILATE", line(on="2026-01-05")), on="2026-03-20", trace="TLATE")
    prompt = payment(claim("I02", line(on="2026-03-05")), on="2026-03-20", trace="T03")
    with told(remittances(late, prompt)) as warehouse:
        columns = "coverage_category | first_service_date | first_known_date"
        expect(warehouse, YEARS, f"{columns}\n late_start | 2026-01-05 | 2026-03-05")


def test_a_month_without_a_payment_between_two_that_have_one_is_named() -> None:
    with told(_paid("01", "02", "04")) as warehouse:
        expect(
            warehouse,
            YEARS,
            "coverage_category | missing_months | first_missing_month\n missing_month | 1 | 2026-03-01",
        )
    with told(_paid("01", "02", "04"), coverage("2026-01-01")) as warehouse:
        expect(warehouse, YEARS, "coverage_category\n missing_month")


def test_a_row_for_an_unknown_clinic_or_a_date_outside_its_year_is_set_aside() -> None:
    with told(_paid("01"), coverage("2026-03-01", clinic="1000396063")) as warehouse:
        expect(warehouse, "mart.set_aside", "segment_number | rule\n 2 | unknown_clinic")
    with told(_paid("01"), coverage("2025-03-01")) as warehouse:
        expect(warehouse, "mart.set_aside", "segment_number | rule\n 2 | date_outside_its_year")
