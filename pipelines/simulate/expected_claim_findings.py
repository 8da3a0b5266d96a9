"""What a check of the claims that go out should find, line by line, by the contract's rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.simulate.billing import Claim, Day, Line, PoolYear
from pipelines.simulate.claim_errors import (
    ASSISTANT_MODIFIER_ERROR,
    DISCIPLINE_MODIFIER,
    KX_EARLY,
    KX_MISSING,
    KX_WITH_GA,
    LATE_CLAIM,
)
from pipelines.simulate.claims_837 import ClaimFile
from pipelines.simulate.expected_amounts import UsualAmounts
from pipelines.simulate.expected_positions import ExpectedAccount
from pipelines.simulate.expected_results import pool_of
from pipelines.simulate.fee_schedule import KX_THRESHOLD_CENTS, NO_THERAPY_CODE

_MEDICARE = "MB"
_BELOW, _CROSSING, _ABOVE = "below", "crossing", "above"
_SOMETIMES_THERAPY = frozenset({NO_THERAPY_CODE, "97129", "97130"})
_THERAPY = frozenset({"GP", "GO", "GN"})
_AccountKey = tuple[str, PoolYear]


@dataclass(slots=True)
class CheckedLine:
    """A line of a claim that goes out: its place against the threshold, and the rules that it breaks."""

    file: ClaimFile
    claim: Claim
    line: Line
    line_number: int
    account: _AccountKey | None
    position: str = ""
    rules: tuple[str, ...] = ()
    rules_in_turn: tuple[str, ...] = ()


class ClaimCheck:
    """Checks files after all that the remittances and answers tell by the check day."""

    def __init__(
        self, accounts: list[ExpectedAccount], usual: UsualAmounts, new_ids: dict[str, str], check_day: Day
    ) -> None:
        self._accounts = {(one.patient_id, one.pool_year): one for one in accounts}
        self._usual = usual
        self._new_ids = new_ids
        self._oldest_service_day = _a_year_before(check_day)

    def check(self, files: list[ClaimFile]) -> list[CheckedLine]:
        """All lines in their order: the rules that each breaks by itself, and after the files before it went out."""
        submitted: dict[_AccountKey, int] = {}
        checked = []
        for file in files:
            alone, in_turn = self._check(file, {}), self._check(file, submitted)
            for one, later in zip(alone, in_turn, strict=True):
                one.rules_in_turn = later.rules
                if one.account is not None and one.claim.payer.filing_indicator == _MEDICARE:
                    submitted[one.account] = submitted.get(one.account, 0) + self._expect(one)
            checked += alone
        return checked

    def _check(self, file: ClaimFile, submitted: dict[_AccountKey, int]) -> list[CheckedLine]:
        lines = [
            CheckedLine(file, claim, line, number, self._account(claim, line))
            for claim in file.claims
            for number, line in enumerate(claim.lines, start=1)
        ]
        self._place(lines, submitted)
        crossing = [one for one in lines if one.position == _CROSSING]
        units: set[tuple[object, ...]] = {(one.account, one.claim.number) for one in crossing}
        units |= {(one.account, one.claim.clinic.npi, one.line.service_day) for one in crossing}
        for one in lines:
            if one.claim.payer.filing_indicator == _MEDICARE:
                one.rules = (*self._kx_rule(one, units), *self._other_rules(one.line))
        return lines

    def _account(self, claim: Claim, line: Line) -> _AccountKey | None:
        pool = pool_of(line.modifiers) if claim.payer.is_medicare else None
        patient_id = self._new_ids.get(claim.resolved_id, claim.resolved_id)
        return (patient_id, (pool, line.calendar_year)) if pool else None

    def _expect(self, one: CheckedLine) -> int:
        return self._usual.expect(one.line, one.claim.clinic.number) or 0

    def _place(self, lines: list[CheckedLine], submitted: dict[_AccountKey, int]) -> None:
        used: dict[_AccountKey, int] = {}
        for one in lines:
            if one.account is None:
                continue
            known = self._accounts.get(one.account)
            known_cents = known.own_cents + known.prior_use.cents if known else 0
            before = used.get(one.account, known_cents + submitted.get(one.account, 0))
            after = before + self._expect(one)
            threshold = KX_THRESHOLD_CENTS[one.line.calendar_year]
            one.position = _ABOVE if before > threshold else _CROSSING if after > threshold else _BELOW
            used[one.account] = after

    def _kx_rule(self, one: CheckedLine, units: set[tuple[object, ...]]) -> tuple[str, ...]:
        if one.account is None:
            return ()
        has_kx = "KX" in one.line.modifiers
        if one.position != _BELOW:
            return () if has_kx else (KX_MISSING,)
        known = self._accounts.get(one.account)
        is_same_unit = not units.isdisjoint(
            {(one.account, one.claim.number), (one.account, one.claim.clinic.npi, one.line.service_day)}
        )
        is_right = is_same_unit or (known is not None and known.has_implied_use)
        return (KX_EARLY,) if has_kx and not is_right else ()

    def _other_rules(self, line: Line) -> tuple[str, ...]:
        modifiers = line.modifiers
        therapy = [code for code in modifiers if code in _THERAPY]
        breaks = {
            KX_WITH_GA: "KX" in modifiers and "GA" in modifiers,
            DISCIPLINE_MODIFIER: len(therapy) != 1 and line.procedure.code not in _SOMETIMES_THERAPY,
            ASSISTANT_MODIFIER_ERROR: ("CQ" in modifiers and "GP" not in modifiers)
            or ("CO" in modifiers and "GO" not in modifiers),
            LATE_CLAIM: line.service_day < self._oldest_service_day,
        }
        return tuple(rule for rule, is_broken in breaks.items() if is_broken)


def _a_year_before(day: Day) -> Day:
    end = date.fromordinal(day)
    return end.replace(year=end.year - 1, day=28 if (end.month, end.day) == (2, 29) else end.day).toordinal()
