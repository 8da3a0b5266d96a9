"""Makes the planted patients: each story at least once, so that even a small practice has every case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipelines.simulate.billing import NEVER, Day, Episode, IdentityChange, Person, PriorUse
from pipelines.simulate.identifiers import medicare_identifier
from pipelines.simulate.patients import LAST_SERVICE_DAY, LONG_VISIT, THIS_YEAR, TWICE_A_WEEK, USUAL_VISIT, Patients
from pipelines.simulate.practice import (
    ADVANTAGE_HMO,
    ADVANTAGE_RISK,
    ALWAYS_ON,
    ALWAYS_ON_SMALL,
    EXPLAINED,
    LATE_CLINIC,
    LATE_START,
)

_SECOND_IDENTIFIERS = 50_000

# What is planted, how often in the demo practice, and how often at least.
STORIES = (
    ("crosses_correct", 10, 1),
    ("crosses_fixed_distance", 10, 1),
    ("crosses_forgotten", 14, 2),
    ("crosses_with_abn", 5, 1),
    ("crosses_on_whole_visit", 10, 2),
    ("crosses_on_whole_claim", 8, 2),
    ("crosses_on_monthly_claim", 10, 1),
    ("every_bill_type", 5, 5),
    ("critical_access", 5, 1),
    ("remittances_begin_late", 8, 2),
    ("maintenance", 45, 1),
    ("always_on", 14, 11),
    ("always_on_small", 7, 7),
    ("elsewhere_verified", 8, 2),
    ("elsewhere_typed", 6, 1),
    ("elsewhere_unknown", 8, 1),
    ("elsewhere_later", 6, 1),
    ("own_use_verified", 20, 1),
    ("physical_and_speech", 8, 1),
    ("shared_by_clinics", 10, 1),
    ("still_coming", 10, 2),
    ("identity_crosswalk", 4, 1),
    ("identity_corrected", 3, 1),
    ("identity_unlinked", 3, 1),
    ("identifier_written_oddly", 3, 1),
    ("secondary", 3, 1),
    ("short_course", 8, 8),
    ("advantage", 6, 2),
)


class PlantedPatients(Patients):
    """Makes one person for each story and turn, by the method of the story's name."""

    def plant(self, scale: float) -> Iterator[Person]:
        """Every story at least as often as it must be; `scale` 1 is the demo practice."""
        for story, times, at_least in STORIES:
            for turn in range(max(at_least, round(times * min(scale, 1.0)))):
                yield getattr(self, story)(story, turn)

    def _start(self, turn: int) -> Day:
        """The first story of a kind plays in the last year, so that it stands on the newest pages."""
        if turn == 0:
            return THIS_YEAR + self.dice.between(0, 60)
        year = self.dice.pick((2024, 2025, 2026))
        return date(year, 1, 5).toordinal() + self.dice.between(0, 60)

    def crosses_correct(self, story: str, turn: int) -> Person:
        """KX on every line from the one that passes the threshold, and on none before."""
        discipline, at = (("PT", 0), ("PT", 1), ("OT", 0))[turn % 3]
        provider = self.practice.providers_of(self.practice.clinics[0], discipline)[at]
        return self.person(story, [self.course(provider, self._start(turn), 24)])

    def crosses_fixed_distance(self, story: str, turn: int) -> Person:
        """KX from a fixed amount before the threshold."""
        return self.person(story, [self.course(self.provider(1, "PT"), self._start(turn), 24)])

    def crosses_forgotten(self, story: str, turn: int) -> Person:
        """Past the threshold without KX, until a denial."""
        start = date(2025, 3, 3).toordinal() if turn == 1 else self._start(turn)
        return self.person(story, [self.course(self.provider(2, "PT"), start, 27)])

    def crosses_with_abn(self, story: str, turn: int) -> Person:
        """Past the threshold with a signed notice (GA) instead of KX."""
        return self.person(story, [self.course(self.provider(2, "OT"), self._start(turn), 32)])

    def crosses_on_whole_visit(self, story: str, turn: int) -> Person:
        """KX on every line of the visit that passes the threshold."""
        return self.person(story, [self.course(self.provider(3, "PT"), self._start(turn), 22)])

    def crosses_on_whole_claim(self, story: str, turn: int) -> Person:
        """KX on every line of the week's claim that passes the threshold."""
        return self.person(story, [self.course(self.provider(4, "PT"), self._start(turn), 22)])

    def crosses_on_monthly_claim(self, story: str, turn: int) -> Person:
        """KX on the whole month's institutional claim that passes the threshold."""
        return self.person(story, [self.course(self.provider(5, ("PT", "OT")[turn % 2]), self._start(turn), 24)])

    def every_bill_type(self, story: str, turn: int) -> Person:
        """A few visits each; five persons in a row are billed with the five bill types of the hospital."""
        start = THIS_YEAR + self.dice.between(0, 200)
        return self.person(story, [Episode(self.provider(5, "PT"), start, 3, TWICE_A_WEEK, USUAL_VISIT)])

    def critical_access(self, story: str, turn: int) -> Person:
        """Paid at cost, so that our amounts are not those that Medicare counts; asked while a claim was on its way."""
        start = self._start(turn)
        person = self.person(story, [self.course(self.provider(6, "PT"), start, 20)])
        first = date.fromordinal(start)
        day = first.replace(month=first.month + 1, day=15).toordinal()
        person.prior_uses.append(PriorUse("PT_SLP", first.year, 0, start, day, "verified"))
        return person

    def remittances_begin_late(self, story: str, turn: int) -> Person:
        """Treated from January on, in the clinic whose remittances begin in March; of every second one the use is
        verified then."""
        start = THIS_YEAR + self.dice.between(0, 9)
        person = self.person(story, [Episode(self.provider(LATE_CLINIC - 1, "PT"), start, 30, (3, 4), LONG_VISIT)])
        if turn % 2:
            day = LATE_START + 12
            person.prior_uses.append(PriorUse("PT_SLP", 2026, 0, start, known_day=day, grade="verified"))
        return person

    def maintenance(self, story: str, turn: int) -> Person:
        """Handed over past the threshold to the provider of long courses."""
        first = self.practice.providers_of(self.practice.clinics[0], "PT")[0]
        last = self.practice.provider_with(EXPLAINED)
        return self.person(story, [self.course(first, self._start(turn), 32, handover=last)])

    def always_on(self, story: str, turn: int) -> Person:
        """KX from the first visit."""
        provider = self.practice.provider_with(ALWAYS_ON)
        start = THIS_YEAR + self.dice.between(0, 200)
        return self.person(story, [Episode(provider, start, 3 + turn % 3, TWICE_A_WEEK, USUAL_VISIT)])

    def always_on_small(self, story: str, turn: int) -> Person:
        """KX from the first visit, of a provider with few patients."""
        provider = self.practice.provider_with(ALWAYS_ON_SMALL)
        start = THIS_YEAR + self.dice.between(0, 200)
        return self.person(story, [Episode(provider, start, 2 + turn % 2, TWICE_A_WEEK, USUAL_VISIT)])

    def _elsewhere(self, story: str, turn: int, known_after: Day, grade: str | None, clinic: int = 0) -> Person:
        provider = self.practice.providers_of(self.practice.clinics[clinic], "PT")[turn // 2 % 2]
        start = self._start(turn)
        used = self.dice.between(110_000, 190_000)
        use = PriorUse("PT_SLP", date.fromordinal(start).year, used, start - 5, start + known_after, grade)
        person = self.person(story, [self.course(provider, start, 15)])
        person.prior_uses.append(use)
        return person

    def elsewhere_verified(self, story: str, turn: int) -> Person:
        """Every second one in the clinic whose system starts early, which is early even with prior use."""
        return self._elsewhere(story, turn, -1, "verified", clinic=turn % 2)

    def elsewhere_typed(self, story: str, turn: int) -> Person:
        """Typed in at the first visit, or by every second one after a denial has shown it."""
        return self._elsewhere(story, turn, NEVER if turn % 2 else -1, "typed")

    def elsewhere_unknown(self, story: str, turn: int) -> Person:
        """Never handed to kxwatch; the clinic learns of it from a denial."""
        return self._elsewhere(story, turn, NEVER, None)

    def elsewhere_later(self, story: str, turn: int) -> Person:
        """Verified at the start; another provider goes on meanwhile, of which only Medicare knows."""
        person = self._elsewhere(story, turn, -1, "verified")
        first = person.prior_uses[0]
        first.used_cents -= 60_000
        person.prior_uses.append(replace(first, used_day=first.used_day + 20, known_day=NEVER, grade=None))
        return person

    def own_use_verified(self, story: str, turn: int) -> Person:
        """An answer in the middle of the course that holds nothing but our own claims."""
        start = self._start(turn)
        person = self.person(story, [self.course(self.provider(turn % 5, "PT"), start, 16)])
        day = start + self.dice.between(8, 24)
        person.prior_uses.append(PriorUse("PT_SLP", date.fromordinal(day).year, 0, start, day, "verified"))
        return person

    def physical_and_speech(self, story: str, turn: int) -> Person:
        """Two disciplines that share a pool."""
        start = self._start(turn)
        physical = self.course(self.practice.providers_of(self.practice.clinics[0], "PT")[1], start, 13)
        speech = self.course(self.provider(0, "SLP"), start + 1, 13)
        return self.person(story, [physical, speech])

    def shared_by_clinics(self, story: str, turn: int) -> Person:
        """One clinic, then another."""
        start = self._start(turn)
        first = self.practice.providers_of(self.practice.clinics[0], "PT")[0]
        courses = [self.course(first, start, 10), self.course(self.provider(1, "PT"), start + 45, 12)]
        return self.person(story, courses)

    def still_coming(self, story: str, turn: int) -> Person:
        """On the last pages still a patient: every second one near the threshold, the others over it."""
        provider = self.practice.providers_of(self.practice.clinics[turn // 2 % 2], "PT")[0]
        start = LAST_SERVICE_DAY - (82 if turn % 2 else 58) - self.dice.between(0, 4)
        return self.person(story, [Episode(provider, start, 40, (3, 4), LONG_VISIT)])

    def _identity(self, story: str, turn: int, corrected_days: int, is_in_crosswalk: bool) -> Person:
        start = self._start(turn)
        person = self.person(story, [self.course(self.provider(1, "OT"), start, 7)])
        day = start + 8
        new_id = medicare_identifier(person.number + _SECOND_IDENTIFIERS)
        person.identity_change = IdentityChange(new_id, day, day + corrected_days, is_in_crosswalk)
        return person

    def identity_crosswalk(self, story: str, turn: int) -> Person:
        """A new identifier that only the crosswalk links."""
        return self._identity(story, turn, 0, is_in_crosswalk=True)

    def identity_corrected(self, story: str, turn: int) -> Person:
        """A new identifier that the payer corrects at first (NM1*74), and that the crosswalk links."""
        return self._identity(story, turn, 8, is_in_crosswalk=True)

    def identity_unlinked(self, story: str, turn: int) -> Person:
        """The same without the crosswalk: two beneficiaries, as far as anyone can tell."""
        return self._identity(story, turn, 8, is_in_crosswalk=False)

    def identifier_written_oddly(self, story: str, turn: int) -> Person:
        """With hyphens, blanks or small letters on some claims."""
        person = self.person(story, [self.course(self.provider(0, "PT"), self._start(turn), 8)])
        person.has_odd_identifier = True
        return person

    def short_course(self, story: str, turn: int) -> Person:
        """A few visits, far below the threshold."""
        provider = self.provider(turn % 3, "OT" if turn % 4 == 3 else "PT")
        start = self._start(turn + 1) if turn > 3 else THIS_YEAR + self.dice.between(0, 120)
        episode = Episode(provider, start, 9, TWICE_A_WEEK, USUAL_VISIT)
        return self.person(story, [episode])

    def secondary(self, story: str, turn: int) -> Person:
        """Medicare pays as secondary payer."""
        return self.person(story, [self.course(self.provider(0, "PT"), self._start(turn), 12)])

    def advantage(self, story: str, turn: int) -> Person:
        """A member of a Medicare Advantage plan."""
        person = self.person(story, [self.course(self.provider(turn % 3, "PT"), self._start(turn), 8)])
        self.join(person, (ADVANTAGE_RISK, ADVANTAGE_HMO)[turn % 2])
        return person
