"""Draws ordinary patients: one to three courses of therapy, now and then prior use or a plan of Medicare Advantage."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

from pipelines.simulate.billing import Day, Episode, Person, PriorUse
from pipelines.simulate.chance import Dice
from pipelines.simulate.identifiers import medicare_identifier, names, plan_identifier
from pipelines.simulate.practice import (
    ADVANTAGE_HMO,
    ADVANTAGE_RISK,
    ALWAYS_ON,
    EXPLAINED,
    POOL_OF_DISCIPLINE,
    Payer,
    Practice,
    Provider,
)

FIRST_DAY = date(2024, 1, 2).toordinal()
# The last service that a remittance can answer, and the last one on a claim that is still open.
LAST_SERVICE_DAY = date(2026, 10, 14).toordinal()
LAST_VISIT_DAY = date(2026, 10, 28).toordinal()
THIS_YEAR = date(2026, 1, 5).toordinal()

TWICE_A_WEEK = (2, 3, 4, 5)
USUAL_VISIT = (3, 5)
_BUSY = (1, 2, 2, 3)
LONG_VISIT = (5, 6)
_PERSONS_A_SITE = 100_000
# Which clinic a patient goes to, by its place in the practice.
_CLINICS = (0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7)


class Patients:
    """Makes persons; counts them, so that every one gets identifiers of their own."""

    def __init__(self, dice: Dice, practice: Practice) -> None:
        self.dice = dice
        self.practice = practice
        self._persons = 0

    def draw(self) -> Person:
        """A person with one to three courses of therapy, sometimes with two disciplines at once."""
        dice = self.dice
        clinic = dice.pick(_CLINICS)
        start = dice.between(FIRST_DAY, LAST_SERVICE_DAY - 20)
        episodes = []
        provider = self.provider(clinic, self._discipline())
        for _ in range(dice.pick((1, 1, 1, 2, 2, 3))):
            episodes.append(self._usual(provider, start))
            if dice.happens(0.12):
                episodes.append(self._usual(self.provider(clinic, self._discipline()), start + 3))
            start += dice.between(70, 330)
        person = self.person("ordinary", episodes)
        if dice.happens(0.19):
            self.join(person, dice.pick((ADVANTAGE_RISK, ADVANTAGE_RISK, ADVANTAGE_HMO)))
        else:
            self._add_prior_use(person, episodes[0])
        return person

    def _add_prior_use(self, person: Person, episode: Episode) -> None:
        """A routine eligibility response for every fourth patient; a few go to another provider as well."""
        pool, day = POOL_OF_DISCIPLINE[episode.provider.discipline], episode.start + self.dice.between(0, 60)
        if self.dice.happens(0.04):
            used = self.dice.between(20_000, 120_000)
            person.prior_uses.append(PriorUse(pool, date.fromordinal(day).year, used, day))
        elif self.dice.happens(0.25):
            use = PriorUse(pool, date.fromordinal(day).year, 0, day, known_day=day, grade="verified")
            person.prior_uses.append(use)

    def _discipline(self) -> str:
        return self.dice.pick(("PT", "PT", "PT", "PT", "PT", "PT", "OT", "OT", "OT", "SLP"))

    def provider(self, clinic: int, discipline: str) -> Provider:
        """A provider of that discipline by the providers' shares; physical therapy where the clinic has none."""
        at = self.dice.between(1, 100)
        of_clinic = self.practice.clinics[clinic]
        offered = self.practice.providers_of(of_clinic, discipline) or self.practice.providers_of(of_clinic, "PT")
        reaches = accumulate(provider.share for provider in offered)
        return next(provider for provider, reach in zip(offered, reaches, strict=True) if at <= reach)

    def _usual(self, provider: Provider, start: Day) -> Episode:
        dice = self.dice
        visits = dice.between(24, 56) if dice.happens(0.09) else dice.between(6, dice.between(8, 24))
        handover = self._long_course(provider) if visits > 30 and dice.happens(0.5) else None
        return Episode(provider, start, visits, TWICE_A_WEEK if visits < 40 else _BUSY, USUAL_VISIT, handover)

    def _long_course(self, provider: Provider) -> Provider | None:
        explained = self.practice.provider_with(EXPLAINED)
        takes_over = provider.clinic is explained.clinic and provider.discipline == explained.discipline
        return explained if takes_over and provider.behaviour != ALWAYS_ON else None

    def person(self, story: str, episodes: list[Episode]) -> Person:
        """A beneficiary of Medicare with identifiers of their own."""
        self._persons += 1
        number = self.practice.site * _PERSONS_A_SITE + self._persons
        last_name, first_name = names(number)
        return Person(number, story, medicare_identifier(number), last_name, first_name, None, episodes)

    def join(self, person: Person, plan: Payer) -> None:
        """Makes the person a member of a plan."""
        person.plan = plan
        person.member_id = plan_identifier(person.number)

    def course(self, provider: Provider, start: Day, visits: int, handover: Provider | None = None) -> Episode:
        """A course of many and long visits."""
        return Episode(provider, start, visits, _BUSY, LONG_VISIT, handover)
