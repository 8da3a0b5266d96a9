"""Who comes for therapy: the planted stories first, then anybody, until the practice is full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import accumulate

from pipelines.simulate.billing import NEVER, Day, Episode, IdentityChange, Person, PriorUse
from pipelines.simulate.chance import Dice
from pipelines.simulate.identifiers import medicare_identifier, names, plan_identifier
from pipelines.simulate.practice import (
    ADVANTAGE_HMO,
    ADVANTAGE_RISK,
    ALWAYS_ON,
    ALWAYS_ON_SMALL,
    EXPLAINED,
    Payer,
    Practice,
    Provider,
)

FIRST_DAY = date(2024, 1, 2).toordinal()
LAST_PAYMENT_DAY = date(2026, 10, 31).toordinal()
LAST_SERVICE_DAY = date(2026, 10, 14).toordinal()
_THIS_YEAR = date(2026, 1, 5).toordinal()

_PERSONS_A_SITE = 100_000
_SECOND_IDENTIFIERS = 50_000
_TWICE_A_WEEK = (2, 3, 4, 5)
_BUSY = (1, 2, 2, 3)
_LONG_VISIT = (5, 6)
_USUAL_VISIT = (3, 5)

# What is planted, how often in the demo practice, and how often at least.
STORIES = (
    ("crosses_correct", 10, 1),
    ("crosses_fixed_distance", 10, 1),
    ("crosses_forgotten", 14, 2),
    ("crosses_with_abn", 5, 1),
    ("maintenance", 45, 1),
    ("always_on", 14, 11),
    ("always_on_small", 7, 7),
    ("elsewhere_verified", 8, 2),
    ("elsewhere_typed", 6, 1),
    ("elsewhere_unknown", 8, 1),
    ("physical_and_speech", 8, 1),
    ("shared_by_clinics", 10, 1),
    ("still_coming", 10, 2),
    ("identity_crosswalk", 4, 1),
    ("identity_corrected", 3, 1),
    ("identity_unlinked", 3, 1),
    ("secondary", 3, 1),
    ("short_course", 8, 8),
    ("advantage", 6, 2),
)


class Cast:
    """Makes persons; counts them, so that every one gets identifiers of their own."""

    def __init__(self, dice: Dice, practice: Practice) -> None:
        self._dice = dice
        self._practice = practice
        self._persons = 0

    def planted(self, scale: float) -> Iterator[Person]:
        """Every story at least as often as it must be; `scale` 1 is the demo practice."""
        for story, times, at_least in STORIES:
            for turn in range(max(at_least, round(times * min(scale, 1.0)))):
                yield getattr(self, f"_{story}")(story, turn)

    def anybody(self) -> Person:
        """A person with one to three courses of therapy, sometimes with two disciplines at once."""
        dice = self._dice
        clinic = dice.pick((0, 0, 0, 1, 1, 2, 2))
        start = dice.between(FIRST_DAY, LAST_SERVICE_DAY - 20)
        episodes = []
        provider = self._provider(clinic, self._discipline())
        for _ in range(dice.pick((1, 1, 1, 2, 2, 3))):
            episodes.append(self._usual(provider, start))
            if dice.happens(0.12):
                episodes.append(self._usual(self._provider(clinic, self._discipline()), start + 3))
            start += dice.between(70, 330)
        person = self._person("ordinary", episodes)
        if dice.happens(0.19):
            self._join(person, dice.pick((ADVANTAGE_RISK, ADVANTAGE_RISK, ADVANTAGE_HMO)))
        return person

    def _discipline(self) -> str:
        return self._dice.pick(("PT", "PT", "PT", "PT", "PT", "PT", "OT", "OT", "OT", "SLP"))

    def _provider(self, clinic: int, discipline: str) -> Provider:
        at = self._dice.between(1, 100)
        offered = self._practice.providers_of(self._practice.clinics[clinic], discipline)
        reaches = accumulate(provider.share for provider in offered)
        return next(provider for provider, reach in zip(offered, reaches, strict=True) if at <= reach)

    def _usual(self, provider: Provider, start: Day) -> Episode:
        dice = self._dice
        visits = dice.between(24, 56) if dice.happens(0.09) else dice.between(6, dice.between(8, 24))
        handover = self._long_course(provider) if visits > 30 and dice.happens(0.5) else None
        return Episode(provider, start, visits, _TWICE_A_WEEK if visits < 40 else _BUSY, _USUAL_VISIT, handover)

    def _long_course(self, provider: Provider) -> Provider | None:
        explained = self._practice.provider_with(EXPLAINED)
        takes_over = provider.clinic is explained.clinic and provider.discipline == explained.discipline
        return explained if takes_over and provider.behaviour != ALWAYS_ON else None

    def _person(self, story: str, episodes: list[Episode]) -> Person:
        self._persons += 1
        number = self._practice.site * _PERSONS_A_SITE + self._persons
        last_name, first_name = names(number)
        return Person(number, story, medicare_identifier(number), last_name, first_name, None, episodes)

    def _join(self, person: Person, plan: Payer) -> None:
        person.plan = plan
        person.member_id = plan_identifier(person.number)

    def _start(self, turn: int) -> Day:
        """The first story of a kind plays in the last year, so that it stands on the newest pages."""
        if turn == 0:
            return _THIS_YEAR + self._dice.between(0, 60)
        year = self._dice.pick((2024, 2025, 2026))
        return date(year, 1, 5).toordinal() + self._dice.between(0, 60)

    def _course(self, provider: Provider, start: Day, visits: int, handover: Provider | None = None) -> Episode:
        return Episode(provider, start, visits, _BUSY, _LONG_VISIT, handover)

    def _crosses_correct(self, story: str, turn: int) -> Person:
        discipline, at = (("PT", 0), ("PT", 1), ("OT", 0))[turn % 3]
        provider = self._practice.providers_of(self._practice.clinics[0], discipline)[at]
        return self._person(story, [self._course(provider, self._start(turn), 24)])

    def _crosses_fixed_distance(self, story: str, turn: int) -> Person:
        return self._person(story, [self._course(self._provider(1, "PT"), self._start(turn), 24)])

    def _crosses_forgotten(self, story: str, turn: int) -> Person:
        start = date(2025, 3, 3).toordinal() if turn == 1 else self._start(turn)
        return self._person(story, [self._course(self._provider(2, "PT"), start, 27)])

    def _crosses_with_abn(self, story: str, turn: int) -> Person:
        return self._person(story, [self._course(self._provider(2, "OT"), self._start(turn), 32)])

    def _maintenance(self, story: str, turn: int) -> Person:
        first = self._practice.providers_of(self._practice.clinics[0], "PT")[0]
        last = self._practice.provider_with(EXPLAINED)
        return self._person(story, [self._course(first, self._start(turn), 32, handover=last)])

    def _always_on(self, story: str, turn: int) -> Person:
        provider = self._practice.provider_with(ALWAYS_ON)
        start = _THIS_YEAR + self._dice.between(0, 200)
        return self._person(story, [Episode(provider, start, 3 + turn % 3, _TWICE_A_WEEK, _USUAL_VISIT)])

    def _always_on_small(self, story: str, turn: int) -> Person:
        provider = self._practice.provider_with(ALWAYS_ON_SMALL)
        start = _THIS_YEAR + self._dice.between(0, 200)
        return self._person(story, [Episode(provider, start, 2 + turn % 2, _TWICE_A_WEEK, _USUAL_VISIT)])

    def _elsewhere(self, story: str, turn: int, known_after: Day, grade: str | None, clinic: int = 0) -> Person:
        provider = self._practice.providers_of(self._practice.clinics[clinic], "PT")[turn // 2 % 2]
        start = self._start(turn)
        used = self._dice.between(110_000, 190_000)
        use = PriorUse("PT_SLP", date.fromordinal(start).year, used, start - 5, start + known_after, grade)
        person = self._person(story, [self._course(provider, start, 15)])
        person.prior_uses.append(use)
        return person

    def _elsewhere_verified(self, story: str, turn: int) -> Person:
        """Every second one in the clinic whose system starts early, which is early even with prior use."""
        return self._elsewhere(story, turn, -1, "verified", clinic=turn % 2)

    def _elsewhere_typed(self, story: str, turn: int) -> Person:
        return self._elsewhere(story, turn, NEVER, "typed")

    def _elsewhere_unknown(self, story: str, turn: int) -> Person:
        return self._elsewhere(story, turn, NEVER, None)

    def _physical_and_speech(self, story: str, turn: int) -> Person:
        start = self._start(turn)
        physical = self._course(self._practice.providers_of(self._practice.clinics[0], "PT")[1], start, 13)
        speech = self._course(self._provider(0, "SLP"), start + 1, 13)
        return self._person(story, [physical, speech])

    def _shared_by_clinics(self, story: str, turn: int) -> Person:
        start = self._start(turn)
        first = self._practice.providers_of(self._practice.clinics[0], "PT")[0]
        courses = [self._course(first, start, 10), self._course(self._provider(1, "PT"), start + 45, 12)]
        return self._person(story, courses)

    def _still_coming(self, story: str, turn: int) -> Person:
        """On the last pages still a patient: every second one near the threshold, the others over it."""
        provider = self._practice.providers_of(self._practice.clinics[turn // 2 % 2], "PT")[0]
        start = LAST_SERVICE_DAY - (82 if turn % 2 else 58) - self._dice.between(0, 4)
        return self._person(story, [Episode(provider, start, 40, (3, 4), _LONG_VISIT)])

    def _identity(self, story: str, turn: int, corrected_days: int, is_in_crosswalk: bool) -> Person:
        start = self._start(turn)
        person = self._person(story, [self._course(self._provider(1, "OT"), start, 7)])
        day = start + 8
        new_id = medicare_identifier(person.number + _SECOND_IDENTIFIERS)
        person.identity_change = IdentityChange(new_id, day, day + corrected_days, is_in_crosswalk)
        return person

    def _identity_crosswalk(self, story: str, turn: int) -> Person:
        return self._identity(story, turn, 0, is_in_crosswalk=True)

    def _identity_corrected(self, story: str, turn: int) -> Person:
        return self._identity(story, turn, 8, is_in_crosswalk=True)

    def _identity_unlinked(self, story: str, turn: int) -> Person:
        return self._identity(story, turn, 8, is_in_crosswalk=False)

    def _short_course(self, story: str, turn: int) -> Person:
        provider = self._provider(turn % 3, "OT" if turn % 4 == 3 else "PT")
        start = self._start(turn + 1) if turn > 3 else _THIS_YEAR + self._dice.between(0, 120)
        episode = Episode(provider, start, 9, _TWICE_A_WEEK, _USUAL_VISIT)
        return self._person(story, [episode])

    def _secondary(self, story: str, turn: int) -> Person:
        return self._person(story, [self._course(self._provider(0, "PT"), self._start(turn), 6)])

    def _advantage(self, story: str, turn: int) -> Person:
        person = self._person(story, [self._course(self._provider(turn % 3, "PT"), self._start(turn), 8)])
        self._join(person, (ADVANTAGE_RISK, ADVANTAGE_HMO)[turn % 2])
        return person
