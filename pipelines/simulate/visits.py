"""Turns episodes of care into dated visits, and visits into priced service lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.simulate.billing import Day, Episode, Line, Person
from pipelines.simulate.chance import Dice, EveryNth
from pipelines.simulate.fee_schedule import (
    BUNDLED_CODE,
    KX_THRESHOLD_CENTS,
    NO_THERAPY_CODE,
    PROCEDURES,
    charge_cents,
    price_day,
)
from pipelines.simulate.practice import POOL_OF_DISCIPLINE, Provider

MINUTES_A_UNIT = 15
_MINUTES_FOR_A_UNIT = 8
# Past the threshold by this much, a patient may be handed over to the provider of long courses.
_HANDOVER_MARGIN_CENTS = 12_000

_FIRST_VISIT = {
    "PT": (("97161",), ("97162",), ("97163",)),
    "OT": (("97165",), ("97166",), ("97167",)),
    "SLP": (("92523",), ("92522",)),
}
# The timed codes of a visit in the order in which further units go to them; untimed ones count once.
_LATER_VISIT = {
    "PT": (
        ("97110", "97140", "97530"),
        ("97110", "97112", "97140"),
        ("97112", "97110", "97116"),
        ("97530", "97110"),
        ("97110", "97140", "G0283"),
        ("97110", "97035", "97140"),
    ),
    "OT": (
        ("97530", "97110", "97535"),
        ("97535", "97530"),
        ("97112", "97530", "97110"),
        ("97530", "97140", "97110"),
    ),
    "SLP": (("92507",), ("92507", "92526"), ("92507", "97129", "97130"), ("92526", "97129")),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A patient, a provider and a day, with the codes and units that were done."""

    day: Day
    provider: Provider
    by_assistant: bool
    codes_and_units: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class VisitScheduler:
    """Turns episodes into lines; counts lines, so that every one gets a control number of its own."""

    dice: Dice
    site: int
    bundled: EveryNth
    no_therapy: EveryNth
    other_code: EveryNth
    lines: int = 0

    @classmethod
    def open(cls, dice: Dice, site: int) -> VisitScheduler:
        return cls(dice, site, EveryNth(90, 9), EveryNth(120, 15), EveryNth(700, 60))

    def treat(self, person: Person, last_day: Day) -> list[Line]:
        """All lines of the person up to `last_day`, by day and clinic."""
        visits: dict[tuple[Day, int], list[Visit]] = {}
        taken: set[tuple[Day, int, str]] = set()
        for episode in person.episodes:
            for visit in self._plan(episode, last_day):
                place = (visit.day, visit.provider.clinic.number)
                if (*place, visit.provider.discipline) not in taken:
                    taken.add((*place, visit.provider.discipline))
                    visits.setdefault(place, []).append(visit)
        return self._price(person, visits)

    def _plan(self, episode: Episode, last_day: Day) -> list[Visit]:
        day = episode.start
        planned = []
        for number in range(episode.visits):
            day = _on_a_weekday(day)
            if day > last_day:
                break
            planned.append(self._visit(episode, number, day))
            day += self.dice.pick(episode.days_between)
        return planned

    def _visit(self, episode: Episode, number: int, day: Day) -> Visit:
        provider = episode.provider
        by_assistant = provider.has_assistant and number > 0 and self.dice.happens(0.4)
        return Visit(day, provider, by_assistant, self._codes_and_units(episode, number))

    def _codes_and_units(self, episode: Episode, number: int) -> tuple[tuple[str, int], ...]:
        dice, discipline = self.dice, episode.provider.discipline
        codes = dice.pick(_LATER_VISIT[discipline])
        if number == 0:
            first = dice.pick(_FIRST_VISIT[discipline])
            codes = first if discipline == "SLP" else (*first, codes[0])
        units = dice.between(*episode.units)
        minutes = units * MINUTES_A_UNIT + dice.between(_MINUTES_FOR_A_UNIT - MINUTES_A_UNIT, _MINUTES_FOR_A_UNIT - 1)
        chosen = _spread(codes, units_of_minutes(minutes))
        if self.bundled.is_due():
            chosen.append((BUNDLED_CODE, 1))
        if self.no_therapy.is_due():
            chosen.append((NO_THERAPY_CODE, 1))
        return tuple(chosen)

    def _price(self, person: Person, visits: dict[tuple[Day, int], list[Visit]]) -> list[Line]:
        handovers = {
            (episode.provider.npi): episode.handover for episode in person.episodes if episode.handover is not None
        }
        used: dict[tuple[str, int], int] = {}
        lines: list[Line] = []
        for (day, _), of_day in sorted(visits.items()):
            year = date.fromordinal(day).year
            prices = iter(price_day([chosen for visit in of_day for chosen in visit.codes_and_units], year))
            for visit in of_day:
                pool_year = (POOL_OF_DISCIPLINE[visit.provider.discipline], year)
                provider = visit.provider
                if used.get(pool_year, 0) > KX_THRESHOLD_CENTS[year] + _HANDOVER_MARGIN_CENTS:
                    provider = handovers.get(provider.npi) or provider
                new = [self._line(visit, provider, year, chosen, next(prices)) for chosen in visit.codes_and_units]
                used[pool_year] = used.get(pool_year, 0) + sum(line.price_cents for line in new)
                lines += new
        return lines

    def _line(
        self, visit: Visit, provider: Provider, year: int, chosen: tuple[str, int], prices: tuple[int, int]
    ) -> Line:
        code, units = chosen
        self.lines += 1
        charge = charge_cents(code, units, provider.clinic.markup_percent)
        is_therapy = code != NO_THERAPY_CODE
        return Line(
            control_number=f"S{self.site:03d}L{self.lines:07d}",
            service_day=visit.day,
            calendar_year=year,
            procedure=PROCEDURES[code],
            discipline=visit.provider.discipline if is_therapy else "",
            provider=provider,
            units=units,
            charge_cents=charge,
            full_cents=prices[0],
            price_cents=prices[1],
            by_assistant=visit.by_assistant and is_therapy and provider.has_assistant,
            style=self.lines,
            submitted_code="97039" if PROCEDURES[code].is_timed and self.other_code.is_due() else None,
        )


def units_of_minutes(minutes: int) -> int:
    """The timed units of a day's minutes: one from 8, and one more for every further 15."""
    return (minutes + MINUTES_A_UNIT - _MINUTES_FOR_A_UNIT) // MINUTES_A_UNIT


def _spread(codes: tuple[str, ...], units: int) -> list[tuple[str, int]]:
    """Every code once, and the units that are left over to the timed codes, first things first."""
    timed = [code for code in codes if PROCEDURES[code].is_timed]
    left = max(0, units - len(timed))
    given = dict.fromkeys(codes, 1)
    for at in range(left if timed else 0):
        given[timed[at % len(timed)]] += 1
    return list(given.items())


def _on_a_weekday(day: Day) -> Day:
    """The day itself, or the Monday after it."""
    weekday = (day - 1) % 7
    return day if weekday < 5 else day + 7 - weekday
