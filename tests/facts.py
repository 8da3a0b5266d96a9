"""What a payer can say, as plain values: money in integer cents, dates as dates, nothing judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Adjustment:
    """One triple of a CAS; positive cents reduce the payment."""

    group: str
    reason: str
    cents: int
    quantity: str = ""


@dataclass(frozen=True)
class Line:
    """One SVC. `units` is SVC05 and `submitted_units` SVC07, as sent; `allowed` is AMT*B6; exports have `diagnosis`."""

    code: str
    modifiers: tuple[str, ...]
    service_date: date | None
    charge: int
    paid: int
    adjustments: tuple[Adjustment, ...] = ()
    allowed: int | None = None
    units: str = "1"
    submitted_units: str = ""
    submitted_code: str = ""
    start_date: date | None = None
    end_date: date | None = None
    control_number: str = ""
    provider: str = ""
    remarks: tuple[str, ...] = ()
    diagnosis: str = ""


@dataclass(frozen=True)
class ClaimPayment:
    """One CLP. `original` is REF*F8, `corrected` the identifier in NM1*74, `provider` NM1*82."""

    icn: str
    patient: str
    lines: tuple[Line, ...]
    status: str = "1"
    account: str = ""
    filing: str = "MB"
    original: str = ""
    corrected: str = ""
    provider: str = ""
    received: date | None = None
    statement_from: date | None = None
    statement_to: date | None = None
    last_name: str = "SYNTHETIC"
    first_name: str = "PAT"
    facility: str = "11"
    frequency: str = "1"
    charge: int = 0
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def total_charge(self) -> int:
        """CLP03: the lines' charges, or its own where a claim was decided without lines."""
        return sum(line.charge for line in self.lines) if self.lines else self.charge

    @property
    def total_paid(self) -> int:
        """CLP04: what balances."""
        adjusted = sum(adjustment.cents for line in self.lines for adjustment in line.adjustments)
        return self.total_charge - adjusted - sum(adjustment.cents for adjustment in self.adjustments)

    @property
    def patient_responsibility(self) -> int:
        """CLP05: all PR adjustments; a reversal has none."""
        every = [*self.adjustments, *(adjustment for line in self.lines for adjustment in line.adjustments)]
        return sum(adjustment.cents for adjustment in every if adjustment.group == "PR")


@dataclass(frozen=True)
class Payment:
    """One check or EFT (ST/SE): BPR, TRN, N1*PR, N1*PE, and its claim payments."""

    claims: tuple[ClaimPayment, ...]
    paid_on: date
    trace: str
    payer: str = "MEDICARE PART B"
    payee: str = "SUMMIT THERAPY"
    npi: str = "1234567893"
    produced_on: date | None = None
    provider_adjustments: tuple[Adjustment, ...] = ()

    @property
    def withheld(self) -> tuple[Adjustment, ...]:
        """PLB: what the payer said, and what carries a negative total forward."""
        rest = self.claims_paid - sum(adjustment.cents for adjustment in self.provider_adjustments)
        carried = (Adjustment("", "FB", rest),) if rest < 0 else ()
        return self.provider_adjustments + carried

    @property
    def claims_paid(self) -> int:
        return sum(claim.total_paid for claim in self.claims)

    @property
    def total(self) -> int:
        """BPR02, never negative."""
        return self.claims_paid - sum(adjustment.cents for adjustment in self.withheld)


@dataclass(frozen=True)
class PriorUse:
    """One row of a prior use file."""

    patient: str
    pool: str
    year: int
    cents: int
    as_of: date
    grade: str = "verified"


@dataclass(frozen=True)
class Threshold:
    """One row of a threshold file."""

    year: int
    kx: int
    medical_review: int | None = 300_000
    alert: int = 200_000
    source: str = "test"
