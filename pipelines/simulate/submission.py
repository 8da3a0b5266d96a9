"""Forms claims: a week of service lines, of an institution a month, mostly soon and sometimes late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.simulate.billing import LAST_PAYMENT_DAY, Claim, Day, Line, Person
from pipelines.simulate.chance import Cycle, Dice, EveryNth
from pipelines.simulate.identifiers import payer_control_number
from pipelines.simulate.practice import Clinic, Payer

_ORDINARY_WAIT_DAYS = 14
_PLAN_WAIT_DAYS = 21
_RECORDS_REQUEST_DAYS = 45
_CLAIMS_A_SITE = 1_000_000
_DAYS_OF_OPEN_CLAIMS = 7
# From receipt until Medicare has determined a claim and counts it, by the last digit of its number.
_DAYS_TO_DETERMINE = (3, 3, 3, 2, 3, 3, 4, 3, 3, 5)

# Denials for other reasons than the threshold, in the order in which they come round.
_OTHER_DENIALS = ("16", "50", "97", "4", "22", "252", "109", "96", "16", "50", "4", "97", "16", "22")
_PLAN_DENIALS = ("50", "119", "197", "16")


def payment_day(payer: Payer, event_day: Day, further_days: int = 0) -> Day:
    """The next day on which the payer pays: Medicare weekly, plans every four weeks."""
    day = event_day + further_days + (_ORDINARY_WAIT_DAYS if payer.is_medicare else _PLAN_WAIT_DAYS)
    day += (payer.weekday - (day - 1)) % 7
    while not payer.is_medicare and day // 7 % 4:
        day += 7
    return day


def _last_day_of_period(line: Line) -> Day:
    """The Sunday of the week of the line, or the end of its month where an institution bills monthly."""
    if not line.provider.clinic.is_institution:
        return line.service_day + -line.service_day % 7
    day = date.fromordinal(line.service_day)
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1).toordinal() - 1


def _goes_out_now(claim: Claim) -> bool:
    return claim.event_day <= LAST_PAYMENT_DAY + _DAYS_OF_OPEN_CLAIMS and not claim.clinic.is_institution


def _write(identifier: str, number: int) -> str:
    """The identifier as a person may type it: with hyphens, blanks or small letters, or as it is."""
    hyphened = f"{identifier[:4]}-{identifier[4:7]}-{identifier[7:]}"
    return (hyphened, identifier, hyphened.replace("-", " "), identifier.lower())[number % 4]


@dataclass(slots=True)
class BillingOffice:
    """Forms claims; counts them, so that every one gets control numbers of its own."""

    dice: Dice
    site: int
    other_denials: EveryNth
    reasons: Cycle
    plan_denials: EveryNth
    plan_reasons: Cycle
    too_late: EveryNth
    claims: int = 0

    @classmethod
    def open(cls, dice: Dice, site: int) -> BillingOffice:
        return cls(
            dice, site, EveryNth(22, 4), Cycle(_OTHER_DENIALS), EveryNth(30, 2), Cycle(_PLAN_DENIALS), EveryNth(450, 9)
        )  # fmt: skip

    def submit(self, person: Person, lines: list[Line]) -> list[Claim]:
        """The first claims for all lines of a person, without late ones and institutional ones that are still open."""
        periods: dict[tuple[int, Day, str], list[Line]] = {}
        for line in lines:
            clinic = line.provider.clinic
            key = (clinic.number, _last_day_of_period(line), line.provider.npi if clinic.bills_by_claim else "")
            periods.setdefault(key, []).append(line)
        claims = [self._first_claim(person, of_period, key[1]) for key, of_period in periods.items()]
        return [claim for claim in claims if not claim.is_open or _goes_out_now(claim)]

    def _first_claim(self, person: Person, lines: list[Line], period_end: Day) -> Claim:
        last_day = period_end if lines[0].provider.clinic.is_institution else lines[-1].service_day
        reason = self._planned_denial(person, last_day)
        day = last_day + (self.dice.between(370, 410) if reason == "29" else self._delay())
        claim = self.claim("first", person, lines, day, _RECORDS_REQUEST_DAYS if reason == "252" else 0)
        claim.planned_denial = reason
        return claim

    def _delay(self) -> int:
        at = self.dice.between(1, 100)
        if at <= 91:
            return self.dice.between(1, 6)
        return self.dice.between(15, 70) if at <= 98 else self.dice.between(90, 240)

    def _planned_denial(self, person: Person, last_day: Day) -> str | None:
        if person.story.startswith("identity"):
            return None
        if person.plan is not None:
            return self.plan_reasons.next() if self.plan_denials.is_due() else None
        if last_day + 430 <= LAST_PAYMENT_DAY and self.too_late.is_due():
            return "29"
        if not self.other_denials.is_due():
            return None
        reason = self.reasons.next()
        disciplines = {episode.provider.discipline for episode in person.episodes}
        return "16" if reason == "4" and len(disciplines) > 1 else reason

    def claim(self, purpose: str, person: Person, lines: list[Line], event_day: Day, further_days: int = 0) -> Claim:
        """A new claim, received on `event_day` and paid on the payer's next payment day."""
        self.claims += 1
        number = self.site * _CLAIMS_A_SITE + self.claims
        clinic: Clinic = lines[0].provider.clinic
        payer = person.plan or clinic.medicare
        patient_id, corrected_id = self._identifiers(person, event_day)
        paid = payment_day(payer, event_day, further_days)
        return Claim(
            number=number,
            purpose=purpose,
            person=person,
            clinic=clinic,
            payer=payer,
            patient_id=patient_id,
            written_id=_write(patient_id, number) if person.has_odd_identifier else patient_id,
            corrected_id=corrected_id,
            patient_control_number=f"P{number}",
            payer_control_number=payer_control_number(event_day, number),
            event_day=event_day,
            received_day=event_day,
            counted_day=min(event_day + _DAYS_TO_DETERMINE[number % 10], paid),
            payment_day=paid,
            lines=lines,
            facility_type=clinic.facility_types[person.number % len(clinic.facility_types)],
        )

    def _identifiers(self, person: Person, day: Day) -> tuple[str, str | None]:
        change = person.identity_change
        if change is None or day < change.day:
            return person.member_id, None
        return (person.member_id, change.new_id) if day < change.corrected_until else (change.new_id, None)
