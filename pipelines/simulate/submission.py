"""The billing office: a week of service lines becomes a claim, mostly soon, sometimes late."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.simulate.billing import Claim, Day, Line, Person
from pipelines.simulate.cast import LAST_PAYMENT_DAY
from pipelines.simulate.chance import Carousel, Dice, Rota
from pipelines.simulate.identifiers import payer_control_number
from pipelines.simulate.practice import Clinic, Payer

_ORDINARY_WAIT_DAYS = 14
_PLAN_WAIT_DAYS = 21
_RECORDS_REQUEST_DAYS = 45
_CLAIMS_A_SITE = 1_000_000

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


@dataclass(slots=True)
class BillingOffice:
    """Forms claims; counts them, so that every one gets control numbers of its own."""

    dice: Dice
    site: int
    other_denials: Rota
    reasons: Carousel
    plan_denials: Rota
    plan_reasons: Carousel
    too_late: Rota
    claims: int = 0

    @classmethod
    def open(cls, dice: Dice, site: int) -> BillingOffice:
        return cls(
            dice, site, Rota(22, 4), Carousel(_OTHER_DENIALS), Rota(30, 2), Carousel(_PLAN_DENIALS), Rota(450, 9)
        )  # fmt: skip

    def submit(self, person: Person, lines: list[Line]) -> list[Claim]:
        """The first claims for all lines of a person, without those that are paid after the last remittance."""
        weeks: dict[tuple[int, int, str], list[Line]] = {}
        for line in lines:
            clinic = line.provider.clinic
            key = (clinic.number, (line.service_day - 1) // 7, line.provider.npi if clinic.bills_by_claim else "")
            weeks.setdefault(key, []).append(line)
        claims = [self._first_claim(person, week) for week in weeks.values()]
        return [claim for claim in claims if claim.payment_day <= LAST_PAYMENT_DAY]

    def _first_claim(self, person: Person, lines: list[Line]) -> Claim:
        last_day = lines[-1].service_day
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
        return Claim(
            number=number,
            purpose=purpose,
            person=person,
            clinic=clinic,
            payer=payer,
            patient_id=patient_id,
            corrected_id=corrected_id,
            patient_control_number=f"P{number}",
            payer_control_number=payer_control_number(event_day, number),
            event_day=event_day,
            received_day=event_day,
            payment_day=payment_day(payer, event_day, further_days),
            lines=lines,
        )

    def _identifiers(self, person: Person, day: Day) -> tuple[str, str | None]:
        change = person.identity_change
        if change is None or day < change.day:
            return person.member_id, None
        return (person.member_id, change.new_id) if day < change.corrected_until else (change.new_id, None)
