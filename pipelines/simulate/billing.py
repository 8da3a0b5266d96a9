"""Patients, episodes of care, service lines and claims, as the steps of the simulator pass them on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipelines.simulate.fee_schedule import DEDUCTIBLE_CENTS, Procedure
from pipelines.simulate.practice import OFFICE, POOL_OF_DISCIPLINE, Clinic, Payer, Provider

# Days are proleptic ordinals (`date.toordinal`): the simulator counts days, it does not format them.
Day = int
PoolYear = tuple[str, int]
# Group code, reason code, cents.
Adjustment = tuple[str, str, int]
NEVER: Day = 10_000_000
LAST_PAYMENT_DAY: Day = date(2026, 10, 31).toordinal()


@dataclass(frozen=True, slots=True)
class Episode:
    """A course of treatment with one provider; `units` bounds the timed units of a visit."""

    provider: Provider
    start: Day
    visits: int
    days_between: tuple[int, ...]
    units: tuple[int, int]
    handover: Provider | None = None


@dataclass(slots=True)
class PriorUse:
    """What a beneficiary used at another provider in one pool and year (perhaps nothing), and who knows of it.

    Medicare counts it from `used_day` on. On `known_day` the practice asks; `grade` says how its answer reaches
    kxwatch, None that it does not.
    """

    pool: str
    calendar_year: int
    used_cents: int
    used_day: Day
    known_day: Day = NEVER
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """A new identifier from `day` on.

    Until `corrected_until`, claims carry the old one and the payer corrects it (NM1*74).
    """

    new_id: str
    day: Day
    corrected_until: Day
    is_in_crosswalk: bool


@dataclass(slots=True)
class Balance:
    """One person's pool and year: the practice's own lines as it reads them, and as Medicare counted them."""

    own_cents: int = 0
    counted_cents: int = 0
    counted: list[tuple[Day, int]] = field(default_factory=list)
    # from this day on a forgetful clinic knows that the threshold is passed; None: it did not get there yet
    noticed_day: Day | None = None


@dataclass(slots=True)
class Person:
    """A beneficiary of Medicare Part B, or a member of a Medicare Advantage plan (`plan`)."""

    number: int
    story: str
    member_id: str
    last_name: str
    first_name: str
    plan: Payer | None
    episodes: list[Episode]
    prior_uses: list[PriorUse] = field(default_factory=list)
    identity_change: IdentityChange | None = None
    # a clinic that does not write the identifier as it stands on the card
    has_odd_identifier: bool = False
    balances: dict[PoolYear, Balance] = field(default_factory=dict)
    deductible_left: dict[int, int] = field(default_factory=lambda: dict(DEDUCTIBLE_CENTS))

    def balance(self, pool_year: PoolYear) -> Balance:
        found = self.balances.get(pool_year)
        if found is None:
            found = self.balances[pool_year] = Balance()
        return found

    def used_elsewhere(self, pool_year: PoolYear, day: Day) -> int:
        """What Medicare had counted from other providers by that day."""
        return sum(use.used_cents for use in self.prior_uses if _is_of(use, pool_year) and use.used_day <= day)

    def known_elsewhere(self, pool_year: PoolYear, day: Day) -> int:
        """The part of it that the practice knew on that day."""
        return sum(use.used_cents for use in self.prior_uses if _is_of(use, pool_year) and use.known_day <= day)


def _is_of(use: PriorUse, pool_year: PoolYear) -> bool:
    return (use.pool, use.calendar_year) == pool_year


@dataclass(slots=True)
class Line:
    """One service line as billed, and as decided.

    `control_number` (REF*6R) is the identity of the service: every later occurrence of it keeps it.
    `discipline` is empty on a line without a therapy modifier. `allowed_cents` is what a remittance tells of
    the allowed amount, `counted_cents` what Medicare adds to its own total. `shares` are the line's part of
    the adjustments at the claim; `paid_cents` is what is left of the line's payment after them.
    """

    control_number: str
    service_day: Day
    calendar_year: int
    procedure: Procedure
    discipline: str
    provider: Provider
    units: int
    charge_cents: int
    full_cents: int
    price_cents: int
    by_assistant: bool
    style: int
    submitted_code: str | None = None
    has_kx: bool = False
    has_abn: bool = False
    modifiers: tuple[str, ...] = ()
    paid_cents: int = 0
    allowed_cents: int = 0
    counted_cents: int = 0
    sent_allowed_cents: int | None = None
    deductible_cents: int = 0
    adjustments: tuple[Adjustment, ...] = ()
    shares: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    denial: tuple[str, str] | None = None

    @property
    def pool_year(self) -> PoolYear:
        return POOL_OF_DISCIPLINE[self.discipline], self.calendar_year

    @property
    def sent_paid_cents(self) -> int:
        """SVC03: the payment before the adjustments at the claim."""
        return self.paid_cents + sum(cents for _, _, cents in self.shares)

    @property
    def patient_share_cents(self) -> int:
        return sum(cents for group, _, cents in (*self.shares, *self.adjustments) if group == "PR")


@dataclass(slots=True)
class Claim:
    """A claim on its way to the payer and back as a claim payment.

    `purpose`: first, rebill, duplicate, reversal, correction or orphan. `event_day` is when the payer
    takes it up, `received_day` what it says in DTM*050 (a correction keeps the original's), `counted_day`
    when Medicare has determined it and counts it. `adjustments` stand at the claim. `written_id` is the
    identifier as the claim has it, `patient_id` without hyphens, blanks and small letters.
    """

    number: int
    purpose: str
    person: Person
    clinic: Clinic
    payer: Payer
    patient_id: str
    written_id: str
    corrected_id: str | None
    patient_control_number: str
    payer_control_number: str
    event_day: Day
    received_day: Day
    counted_day: Day
    payment_day: Day
    lines: list[Line]
    facility_type: str = OFFICE
    status: str = "1"
    original_control_number: str | None = None
    original: Claim | None = None
    planned_denial: str | None = None
    # an error on a claim that goes out; see claim_errors
    planted_error: str = ""
    remarks: tuple[str, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    reversed_by: Claim | None = None

    @property
    def is_secondary(self) -> bool:
        """Whether Medicare pays as secondary payer."""
        return self.person.story == "secondary" and self.payer.is_medicare

    @property
    def resolved_id(self) -> str:
        return self.corrected_id or self.patient_id

    @property
    def is_open(self) -> bool:
        """Whether the claim is not answered by the last remittance."""
        return self.payment_day > LAST_PAYMENT_DAY

    @property
    def is_reversal(self) -> bool:
        return self.status == "22"

    @property
    def charge_cents(self) -> int:
        return sum(line.charge_cents for line in self.lines)

    @property
    def paid_cents(self) -> int:
        return sum(line.paid_cents for line in self.lines)
