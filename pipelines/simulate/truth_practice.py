"""Rows of truth on who was simulated: clinics, providers and patients, with their habits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipelines.simulate.billing import Person
from pipelines.simulate.practice import FIXED_DISTANCE, FIXED_DISTANCE_CENTS, KX_HABIT, Practice

_Row = tuple[object, ...]
_YEARS = (2024, 2025, 2026)

COVERAGE_HEADER = ("payee_npi", "calendar_year", "complete_from", "source")
CLINIC_HEADER = ("kxwatch_truth", "site", "payee_npi", "payee_name", "kx_habit", "payer_name", "filing_indicator",
                 "facility_types", "claim_period", "first_remittance_date", "has_received_date",
                 "has_claim_adjustments")  # fmt: skip
PROVIDER_HEADER = ("kxwatch_truth", "site", "provider_npi", "provider_name", "payee_npi", "payee_name", "discipline",
                   "behaviour", "kx_habit", "distance_cents", "has_assistant")  # fmt: skip
PATIENT_HEADER = ("kxwatch_truth", "site", "person", "story", "member_id", "new_member_id", "is_in_crosswalk",
                  "plan", "kx_habits", "has_odd_identifier", "used_elsewhere_cents", "eligibility_answers")  # fmt: skip


def clinic_rows(practice: Practice) -> Iterator[_Row]:
    """One row a clinic: how it bills, and from when its remittances are there."""
    for clinic in practice.clinics:
        habits = {KX_HABIT[one.behaviour] for one in practice.providers if one.clinic is clinic}
        payer, first = clinic.medicare, clinic.first_remittance_day
        yield ("clinics", practice.site, clinic.npi, clinic.name, "+".join(sorted(habits)), payer.name,
               payer.filing_indicator, "+".join(clinic.facility_types), "month" if clinic.is_institution else "week",
               date.fromordinal(first).isoformat() if first else "", payer.has_received_date,
               payer.claim_level_interval > 0)  # fmt: skip


def provider_rows(practice: Practice) -> Iterator[_Row]:
    """One row an NPI: an institution stands here once, with its own."""
    seen = set()
    for one in practice.providers:
        if one.npi not in seen:
            seen.add(one.npi)
            distance = FIXED_DISTANCE_CENTS if one.behaviour == FIXED_DISTANCE else 0
            name = f"{one.last_name}, {one.first_name}" if one.last_name else one.clinic.name
            yield ("providers", practice.site, one.npi, name, one.clinic.npi, one.clinic.name,
                   "" if one.clinic.is_institution else one.discipline, one.behaviour, KX_HABIT[one.behaviour],
                   distance, one.has_assistant)  # fmt: skip


def patient_rows(site: int, persons: list[Person]) -> Iterator[_Row]:
    """One row a person: what was planted, and the habits of those who treated them."""
    for person in persons:
        habits = {KX_HABIT[episode.provider.behaviour] for episode in person.episodes}
        change = person.identity_change
        yield ("patients", site, person.number, person.story, person.member_id, change.new_id if change else "",
               change is not None and change.is_in_crosswalk, person.plan.name if person.plan else "",
               "+".join(sorted(habits)), person.has_odd_identifier, sum(use.used_cents for use in person.prior_uses),
               sum(use.grade is not None for use in person.prior_uses))  # fmt: skip


def coverage_rows(practice: Practice) -> Iterator[_Row]:
    """What the practice says of its years: all clinics are complete from January on but the one that begins late."""
    for clinic in practice.clinics:
        if not clinic.first_remittance_day:
            for year in _YEARS:
                yield clinic.npi, year, f"{year}-01-01", "practice: all remittances of the year are here"
