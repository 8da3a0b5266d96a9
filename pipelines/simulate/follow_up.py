"""What follows an adjudication: rebills, reopenings, reversals, corrections and claims sent twice by mistake."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.simulate.adjudication import OVER_THRESHOLD
from pipelines.simulate.billing import LAST_PAYMENT_DAY, Claim, Line
from pipelines.simulate.chance import Cycle, Dice, EveryNth
from pipelines.simulate.fee_schedule import charge_cents, unit_price
from pipelines.simulate.submission import BillingOffice, payment_day

# How a missing KX is made good, in the order in which the ways come round.
REOPENED = "reopened"
CORRECTED = "corrected_claim"
REBILLED = "rebilled"
REBILLED_WITHOUT_KX = "rebilled_without_kx"
LEFT = "left"
# The purpose of a rebill whose modifiers are settled.
REBILL_AS_IS = "rebill_as_is"
_WAYS = (REOPENED, LEFT, REBILLED, CORRECTED, LEFT, REBILLED_WITHOUT_KX, REBILLED, LEFT, REOPENED, REBILLED, LEFT)

# Whose claims are corrected, reversed or sent twice: those of whom nothing else is told.
_MAY_BE_CHANGED = frozenset({"ordinary", "short_course"})

_CHANCE_OF_ANOTHER_TRY = {"16": 0.75, "252": 0.6, "50": 0.25, "97": 0.2, "4": 0.8, "22": 0.6, "109": 0.5, "197": 0.3}

# How a reversal names what it takes back.
SAME_NUMBER = "same_control_number"
NAMED_NUMBER = "named_control_number"
OPPOSITE_LINES = "opposite_lines"
_REVERSAL_WAYS = (SAME_NUMBER, NAMED_NUMBER, OPPOSITE_LINES, SAME_NUMBER, SAME_NUMBER)


@dataclass(slots=True)
class FollowUp:
    """The second half of the billing office."""

    dice: Dice
    office: BillingOffice
    ways: Cycle
    reversal_ways: Cycle
    corrections: EveryNth
    reversals: EveryNth
    repeats: EveryNth

    @classmethod
    def open(cls, dice: Dice, office: BillingOffice) -> FollowUp:
        return cls(
            dice, office, Cycle(_WAYS), Cycle(_REVERSAL_WAYS), EveryNth(60, 4), EveryNth(70, 3), EveryNth(75, 4)
        )  # fmt: skip

    def after(self, claim: Claim) -> list[Claim]:
        """The claims that follow from this decided one, without those paid after the last remittance."""
        if claim.is_open or claim.purpose in ("duplicate", "reversal", "correction", "orphan"):
            return []
        denied = [line for line in claim.lines if line.denial is not None]
        following = self._after_denial(claim, denied) if denied else self._after_payment(claim)
        return following if all(one.payment_day <= LAST_PAYMENT_DAY for one in following) else []

    def _after_denial(self, claim: Claim, denied: list[Line]) -> list[Claim]:
        reasons = {line.denial[1] for line in denied if line.denial is not None}
        if reasons == {OVER_THRESHOLD} and claim.payer.is_medicare:
            return self._after_missing_kx(claim, denied)
        if OVER_THRESHOLD in reasons:
            return []
        if not self.dice.happens(_CHANCE_OF_ANOTHER_TRY.get(reasons.pop(), 0.0)):
            return []
        return [self._rebill(claim, denied, claim.payment_day + self.dice.between(8, 75))]

    def _after_missing_kx(self, claim: Claim, denied: list[Line]) -> list[Claim]:
        if any(line.has_abn for line in denied):
            return []
        way = self.ways.next()
        if claim.purpose == REBILL_AS_IS and way == REBILLED_WITHOUT_KX:
            way = LEFT
        if way == LEFT:
            return []
        is_late = self.dice.happens(0.12)
        day = claim.payment_day + (self.dice.between(150, 330) if is_late else self.dice.between(12, 120))
        if way == REOPENED:
            return self._reopen(claim, [replace(line, has_kx=True) for line in denied], day)
        rebill = self._rebill(claim, denied, day)
        for line in rebill.lines:
            line.has_kx = way != REBILLED_WITHOUT_KX
        rebill.purpose = REBILL_AS_IS
        if way == CORRECTED:
            rebill.original_control_number = claim.payer_control_number
        return [rebill]

    def _rebill(self, claim: Claim, denied: list[Line], day: int) -> Claim:
        rebill = self.office.claim("rebill", claim.person, [_fresh(line) for line in denied], day)
        rebill.patient_control_number = claim.patient_control_number
        return rebill

    def _reopen(self, claim: Claim, changed: list[Line], day: int) -> list[Claim]:
        """A reversal and the correction that goes with it; lines that were not `changed` stay as decided."""
        fresh = {line.control_number: _fresh(line) for line in changed}
        corrected = [fresh.get(line.control_number) or _kept(line) for line in claim.lines]
        reversal = self._reverse(claim, day, SAME_NUMBER)
        correction = self.office.claim("correction", claim.person, corrected, day)
        correction.patient_control_number = claim.patient_control_number
        correction.original_control_number = claim.payer_control_number
        correction.original = claim
        correction.received_day = claim.received_day
        return [reversal, correction]

    def _reverse(self, claim: Claim, day: int, way: str) -> Claim:
        reversal = self.office.claim("reversal", claim.person, claim.lines, day)
        reversal.status = "22"
        reversal.original = claim
        reversal.adjustments = claim.adjustments
        reversal.patient_id, reversal.corrected_id = claim.patient_id, claim.corrected_id
        reversal.written_id = claim.written_id
        reversal.patient_control_number = claim.patient_control_number
        reversal.received_day = claim.received_day
        if way == SAME_NUMBER:
            reversal.payer_control_number = claim.payer_control_number
        elif way == NAMED_NUMBER:
            reversal.original_control_number = claim.payer_control_number
        reversal.payment_day = payment_day(claim.payer, day)
        return reversal

    def _after_payment(self, claim: Claim) -> list[Claim]:
        if claim.purpose != "first" or claim.person.story not in _MAY_BE_CHANGED or not claim.payer.is_medicare:
            return []
        if any(line.deductible_cents or line.has_kx for line in claim.lines) or _is_high_user(claim):
            return []
        day = claim.payment_day + self.dice.between(10, 60)
        if self.reversals.is_due():
            return [self._reverse(claim, day, self.reversal_ways.next())]
        if self.corrections.is_due():
            return self._correct_units(claim, day)
        if self.repeats.is_due():
            return [self._repeat(claim, day)]
        return []

    def _correct_units(self, claim: Claim, day: int) -> list[Claim]:
        """The first line that had several units gets one less, at the reduced price of a unit."""
        changed = next((line for line in claim.lines if line.units > 1), None)
        if changed is None:
            return []
        reduced = unit_price(changed.procedure.code, changed.calendar_year)
        less = replace(
            changed,
            units=changed.units - 1,
            full_cents=changed.full_cents - reduced.full_cents,
            price_cents=changed.price_cents - reduced.reduced_cents,
            charge_cents=charge_cents(changed.procedure.code, changed.units - 1, claim.clinic.markup_percent),
        )
        return self._reopen(claim, [less], day)

    def _repeat(self, claim: Claim, day: int) -> Claim:
        repeat = self.office.claim("duplicate", claim.person, [_fresh(line) for line in claim.lines], day)
        repeat.patient_control_number = claim.patient_control_number
        repeat.planned_denial = "18"
        return repeat


def _fresh(line: Line) -> Line:
    """The same service once more, not yet decided."""
    return replace(
        line,
        paid_cents=0,
        allowed_cents=0,
        counted_cents=0,
        sent_allowed_cents=None,
        deductible_cents=0,
        adjustments=(),
        shares=(),
        denial=None,
    )


def _kept(line: Line) -> Line:
    """The same line as decided, with its share of the adjustments at the claim as adjustments of its own."""
    return replace(line, adjustments=(*line.shares, *line.adjustments), shares=())


def _is_high_user(claim: Claim) -> bool:
    """Amounts of a person near the threshold are left alone, so that every KX decision stays explainable."""
    return any(episode.visits > 20 for episode in claim.person.episodes)
