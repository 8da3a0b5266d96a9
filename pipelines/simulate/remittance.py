"""Groups adjudicated claims into payments with provider-level adjustments, and payments into files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from pipelines.simulate.billing import Claim, Day
from pipelines.simulate.chance import EveryNth
from pipelines.simulate.practice import Clinic, Payer

_FORWARDED = "FB"
_TAKEN_BACK = "WO"
_INTEREST = "L6"


@dataclass(slots=True)
class Payment:
    """One transfer of a payer to a clinic. `adjustments`: reason, reference, cents (positive reduces the payment)."""

    trace_number: str
    payer: Payer
    clinic: Clinic
    day: Day
    claims: list[Claim]
    adjustments: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def claims_cents(self) -> int:
        return sum(-claim.paid_cents if claim.is_reversal else claim.paid_cents for claim in self.claims)

    @property
    def payment_cents(self) -> int:
        return self.claims_cents - sum(cents for _, _, cents in self.adjustments)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file: its name below the folder of remittances, and the payments in it.

    `repeats` names the file whose payments it brings a second time; a copy has the very same bytes.
    """

    name: str
    clinic: Clinic
    control_number: int
    day: Day
    payments: tuple[Payment, ...]
    repeats: str | None = None
    is_copy: bool = False


def gather_payments(site: int, claims: list[Claim]) -> list[Payment]:
    """One payment for each payer, clinic and day, from the clinic's first remittance on."""
    groups: dict[tuple[Day, int, str], list[Claim]] = {}
    for claim in claims:
        if claim.payment_day >= claim.clinic.first_remittance_day:
            groups.setdefault((claim.payment_day, claim.clinic.number, claim.payer.letter), []).append(claim)
    payments = []
    for (day, number, letter), group in sorted(groups.items(), key=lambda item: item[0]):
        group.sort(key=lambda claim: claim.number)
        trace_number = f"KX{site:03d}{number}{letter}{date.fromordinal(day):%Y%m%d}"
        payments.append(Payment(trace_number, group[0].payer, group[0].clinic, day, group))
    _adjust(payments)
    return payments


def _adjust(payments: list[Payment]) -> None:
    """Interest, recoupments of older debts, and balances carried forward: no payment is below zero."""
    interest, taken_back = EveryNth(12, 2), EveryNth(15, 3)
    carried: dict[tuple[int, str], int] = {}
    for payment in payments:
        key = (payment.clinic.number, payment.payer.letter)
        reference = payment.claims[0].payer_control_number
        if payment.claims_cents < 0:
            carried[key] = carried.get(key, 0) - payment.claims_cents
            payment.adjustments.append((_FORWARDED, reference, payment.claims_cents))
            continue
        owed = min(carried.get(key, 0), payment.claims_cents)
        if owed:
            carried[key] -= owed
            payment.adjustments.append((_FORWARDED, reference, owed))
        if interest.is_due() and payment.payer.is_medicare:
            payment.adjustments.append((_INTEREST, reference, -(17 + payment.day % 230)))
        if taken_back.is_due():
            amount = min(4_000 + payment.day % 7_000, payment.payment_cents // 2)
            if amount:
                payment.adjustments.append((_TAKEN_BACK, reference, amount))


def plan_deliveries(site: int, payments: list[Payment], is_small: bool) -> Iterator[Delivery]:
    """The files, with a copy of some under another name, and some payments delivered a second time in another file."""
    copies, second_times = EveryNth(60, 2), EveryNth(80, 4)
    folder = f"site-{site:03d}"
    control_number = 0
    for (clinic, period, slug), group in _periods(payments, is_small).items():
        control_number += 1
        base = f"{folder}/{period[:4]}/{period}_clinic-{clinic.number}{slug}"
        first = Delivery(f"{base}.835", clinic, control_number, group[-1].day, tuple(group))
        yield first
        if copies.is_due():
            yield Delivery(f"{base}_copy.835", clinic, control_number, group[-1].day, tuple(group), first.name, True)
        if second_times.is_due():
            control_number += 1
            yield Delivery(f"{base}_resent.835", clinic, control_number, group[-1].day + 3, (group[0],), first.name)


def _periods(payments: list[Payment], is_small: bool) -> dict[tuple[Clinic, str, str], list[Payment]]:
    periods: dict[tuple[Clinic, str, str], list[Payment]] = {}
    for payment in payments:
        day = date.fromordinal(payment.day)
        period, slug = f"{day:%Y-%m-%d}", f"_{payment.payer.letter.lower()}"
        if is_small:
            period, slug = f"{day:%Y}-q{(day.month + 2) // 3}", ""
        elif payment.clinic.is_delivered_monthly:
            period, slug = f"{day:%Y-%m}", ""
        periods.setdefault((payment.clinic, period, slug), []).append(payment)
    return periods
