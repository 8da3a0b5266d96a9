"""The whole play, site by site: cast, treat, bill, decide, pay, write; each site is on disk before the next begins."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.simulate.billing import Claim, Person
from pipelines.simulate.cast import LAST_SERVICE_DAY, Cast
from pipelines.simulate.chance import Dice
from pipelines.simulate.follow_up import FollowUp
from pipelines.simulate.practice import Practice, build_practice
from pipelines.simulate.remittance import gather_payments, plan_deliveries
from pipelines.simulate.settlement import orphan_reversal, settle
from pipelines.simulate.submission import BillingOffice
from pipelines.simulate.truth import write_truth
from pipelines.simulate.visits import TreatmentRoom
from pipelines.simulate.writing import write_deliveries

# The demo practice: about a thousand beneficiaries of Medicare Part B.
DEMO_LINES = 75_000
DEMO_SEED = 2026

_SEED_STRIDE = 1_000_003
_SMALL_SITE_LINES = 5_000
# First claims of this part of the lines wanted; the rest are rebills, reversals and corrections.
_FIRST_PER_MILLE = 960

OnPart = Callable[[int, int], None]


def simulate_practice(
    lines: int, seed: int, out: Path, on_part: OnPart | None = None, site_lines: int = DEMO_LINES
) -> None:
    """Writes a synthetic practice of about `lines` service lines, in sites of about `site_lines`.

    `out/remittances` holds what kxwatch takes in, `out/truth` what was planted. Equal arguments give
    equal bytes. `on_part` hears after each site how many lines are written and how many are wanted.
    Raises UsageError if `out` already holds a practice, or if `lines` is not positive.
    """
    if lines < 1:
        raise UsageError(f"{lines} lines cannot be simulated: ask for at least one.")
    if (out / "remittances").exists() or (out / "truth").exists():
        raise UsageError(f"{out} already holds a simulated practice: name an empty folder, or delete it first.")
    written = 0
    sites = max(1, round(lines / site_lines))
    for site in range(1, sites + 1):
        wanted = (lines - written) // (sites - site + 1)
        with _collector_at_rest():
            written += _simulate_site(site, seed * _SEED_STRIDE + site, wanted, out)
        if on_part is not None:
            on_part(written, lines)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Lets no garbage collection run meanwhile: a site is a million objects that all live to its end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
        gc.collect()


def _simulate_site(site: int, seed: int, wanted: int, out: Path) -> int:
    practice = build_practice(site)
    dice = Dice(seed)
    office = BillingOffice.open(dice, site)
    persons, claims = _first_claims(practice, dice, office, wanted)
    decided = settle(claims, FollowUp.open(dice, office), dice)
    payments = gather_payments(site, decided)
    deliveries = list(plan_deliveries(site, payments, wanted < _SMALL_SITE_LINES))
    write_deliveries(out / "remittances", deliveries)
    write_truth(out, practice, persons, payments, deliveries)
    return sum(len(claim.lines) for claim in decided)


def _first_claims(
    practice: Practice, dice: Dice, office: BillingOffice, wanted: int
) -> tuple[list[Person], list[Claim]]:
    cast = Cast(dice, practice)
    room = TreatmentRoom.open(dice, practice.site)
    persons = list(cast.planted(wanted / DEMO_LINES))
    claims: list[Claim] = []
    for person in persons:
        claims += office.submit(person, room.treat(person, LAST_SERVICE_DAY))
    lines = sum(len(claim.lines) for claim in claims)
    while lines * 1_000 < wanted * _FIRST_PER_MILLE:
        person = cast.anybody()
        of_person = office.submit(person, room.treat(person, LAST_SERVICE_DAY))
        lines += sum(len(claim.lines) for claim in of_person)
        persons.append(person)
        claims += of_person
    claims += [
        orphan_reversal(persons[at], practice.providers_of(clinic, "PT")[0], office)
        for at, clinic in enumerate(practice.clinics)
    ]
    return persons, claims
