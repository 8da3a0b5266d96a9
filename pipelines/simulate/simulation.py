"""Simulates a practice, one site after the other: patients, visits, claims, payments and files."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.simulate.before_claims import write_before_claims
from pipelines.simulate.billing import Claim, Person
from pipelines.simulate.chance import Dice
from pipelines.simulate.follow_up import FollowUp
from pipelines.simulate.patients import LAST_VISIT_DAY
from pipelines.simulate.planted_patients import PlantedPatients
from pipelines.simulate.practice import Practice, build_practice
from pipelines.simulate.remittance import gather_payments, plan_deliveries
from pipelines.simulate.settlement import orphan_reversal, settle
from pipelines.simulate.submission import BillingOffice
from pipelines.simulate.truth import write_truth
from pipelines.simulate.visits import VisitScheduler
from pipelines.simulate.writing import write_deliveries

# The demo practice: about a thousand beneficiaries of Medicare Part B.
DEMO_LINES = 75_000
DEMO_SEED = 2026

_SEED_STRIDE = 1_000_003
_SMALL_SITE_LINES = 5_000
# First claims of this part of the lines wanted; the rest are rebills, reversals and corrections.
_FIRST_PER_MILLE = 960
_CLINICS_WITH_ORPHANS = 3

OnPart = Callable[[int, int], None]


def simulate_practice(
    lines: int,
    seed: int,
    out: Path,
    on_part: OnPart | None = None,
    site_lines: int = DEMO_LINES,
    *,
    has_claims: bool = False,
) -> None:
    """Writes a synthetic practice of about `lines` service lines, in sites of about `site_lines`.

    `out/remittances` holds what kxwatch imports, `out/truth` what was planted; with `has_claims`, `out/claims`,
    `out/eligibility` and `out/documented_units` hold what the practice has before Medicare answers, and `out/later`
    the answers. Equal arguments give equal bytes, and the same remittances with and without claims. `on_part`
    hears after each site how many lines are written and how many are wanted.
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
            written += _simulate_site(site, seed * _SEED_STRIDE + site, wanted, out, has_claims)
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


def _simulate_site(site: int, seed: int, wanted: int, out: Path, has_claims: bool) -> int:
    practice = build_practice(site)
    dice = Dice(seed)
    office = BillingOffice.open(dice, site)
    persons, claims = _first_claims(practice, dice, office, wanted)
    decided = settle(claims, FollowUp.open(dice, office), dice)
    payments = gather_payments(site, [claim for claim in decided if not claim.is_open])
    deliveries = list(plan_deliveries(site, payments, wanted < _SMALL_SITE_LINES))
    write_deliveries(out / "remittances", deliveries)
    expected = write_truth(out, practice, persons, payments, deliveries)
    if has_claims:
        write_before_claims(out, practice, persons, decided, expected)
    return sum(len(claim.lines) for payment in payments for claim in payment.claims)


def _first_claims(
    practice: Practice, dice: Dice, office: BillingOffice, wanted: int
) -> tuple[list[Person], list[Claim]]:
    patients = PlantedPatients(dice, practice)
    visits = VisitScheduler.open(dice, practice.site)
    persons = list(patients.plant(wanted / DEMO_LINES))
    claims: list[Claim] = []
    for person in persons:
        claims += office.submit(person, visits.treat(person, LAST_VISIT_DAY))
    lines = _count_lines(claims)
    while lines * 1_000 < wanted * _FIRST_PER_MILLE:
        person = patients.draw()
        of_person = office.submit(person, visits.treat(person, LAST_VISIT_DAY))
        lines += _count_lines(of_person)
        persons.append(person)
        claims += of_person
    claims += [
        orphan_reversal(persons[at], practice.providers_of(clinic, "PT")[0], office)
        for at, clinic in enumerate(practice.clinics[:_CLINICS_WITH_ORPHANS])
    ]
    return persons, claims


def _count_lines(claims: list[Claim]) -> int:
    """The lines of the claims whose remittance the practice has."""
    return sum(
        len(claim.lines)
        for claim in claims
        if not claim.is_open and claim.payment_day >= claim.clinic.first_remittance_day
    )
