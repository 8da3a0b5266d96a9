"""Many cases in one data folder: patients are independent, so that one build and one check serve all of them.

A case is written as if it were alone, with the patient BENEFICIARY and perhaps OTHER. Then each case is given patients,
claims and checks of its own, and what a check finds is told apart by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pipelines.claim_check.answer import Finding
from pipelines.claim_check.report import ClaimReport
from tests.builders import BENEFICIARY, claim, line, payment, remittances
from tests.claim_files import Claim, bill, service
from tests.facts import ClaimPayment, Payment, PriorUse
from tests.writers import write_crosswalk, write_prior_use

OTHER = "2EG4TE5MK74"
# Forty units cross any threshold: the finding says the running total before them.
PROBE = bill("PROBE", service("97110", on="2026-01-30", units="40"))
Link = tuple[str, str]
Fact = Payment | PriorUse | Link


@dataclass(frozen=True)
class Case:
    """`own` cents were allowed in January, and `known` was on file; then the files of `kept` were checked one after
    another and kept, `later` came in, and in the end `asked` is checked. A link is an old and a new Medicare number.
    """

    own: int = 0
    known: tuple[Fact, ...] = ()
    kept: tuple[tuple[Claim, ...], ...] = ()
    later: tuple[Fact, ...] = ()
    asked: tuple[Claim, ...] = (PROBE,)


def used(cents: int, as_of: str) -> PriorUse:
    """A verified answer: what the patient used of PT and SLP in the year of its date."""
    return PriorUse(BENEFICIARY, "PT_SLP", int(as_of[:4]), cents, date.fromisoformat(as_of))


class Cases:
    """Cases by their names, numbered."""

    def __init__(self, cases: Mapping[str, Case]) -> None:
        self._names = list(cases)
        self._cases = [_number(case, f"{at:03}") for at, case in enumerate(cases.values())]

    @property
    def known(self) -> dict[str, bytes]:
        """The files of what was on file."""
        return _write((fact for case in self._cases for fact in case.known), "known")

    @property
    def later(self) -> dict[str, bytes]:
        """The files of what came in later."""
        return _write((fact for case in self._cases for fact in case.later), "later")

    @property
    def asked(self) -> list[Claim]:
        """What is checked in the end."""
        return [one for case in self._cases for one in case.asked]

    @property
    def kept(self) -> list[list[Claim]]:
        """The first files that were kept, the second ones, and so on; files of one kind in one."""
        rounds = max(len(case.kept) for case in self._cases)
        return [[one for case in self._cases for one in (*case.kept, *[()] * rounds)[at]] for at in range(rounds)]

    def sort(self, report: ClaimReport) -> dict[str, list[Finding]]:
        """The findings of each case, the claims named as the case names them."""
        found: dict[str, list[Finding]] = {name: [] for name in self._names}
        for one in report.findings:
            account, _, number = str(one["patient_control_number"]).rpartition("-")
            found[self._names[int(number)]].append({**one, "patient_control_number": account})
        return found


def _number(case: Case, number: str) -> Case:
    allowed = claim("OWN", line("97799", on="2026-01-06", allowed=case.own))
    own = [payment(allowed, on="2026-01-20", trace="OWN")] if case.own else []
    return Case(
        known=tuple(_number_fact(fact, number) for fact in (*own, *case.known)),
        kept=tuple(_number_claims(file, number) for file in case.kept),
        later=tuple(_number_fact(fact, number) for fact in case.later),
        asked=_number_claims(case.asked, number),
    )


def _number_fact(fact: Fact, number: str) -> Fact:
    if isinstance(fact, tuple):
        return _number_patient(fact[0], number), _number_patient(fact[1], number)
    if isinstance(fact, PriorUse):
        return replace(fact, patient=_number_patient(fact.patient, number))
    return replace(
        fact, claims=tuple(_number_payment(one, number) for one in fact.claims), trace=f"{fact.trace}-{number}"
    )


def _number_payment(paid: ClaimPayment, number: str) -> ClaimPayment:
    patient = _number_patient(paid.patient, number)
    return replace(paid, icn=f"{paid.icn}-{number}", account=f"{paid.account}-{number}", patient=patient)


def _number_claims(claims: Iterable[Claim], number: str) -> tuple[Claim, ...]:
    return tuple(
        replace(
            one,
            account=f"{one.account}-{number}",
            patient=_number_patient(one.patient, number),
            original=one.original and f"{one.original}-{number}",
        )
        for one in claims
    )


def _number_patient(patient: str, number: str) -> str:
    return patient[: -len(number)] + number


def _write(facts: Iterable[Fact], name: str) -> dict[str, bytes]:
    told = list(facts)
    links = [one for one in told if isinstance(one, tuple)]
    return {
        f"{name}.835": remittances(*(one for one in told if isinstance(one, Payment))),
        f"{name}-used.csv": write_prior_use(one for one in told if isinstance(one, PriorUse)),
        **({f"{name}-links.csv": write_crosswalk(links)} if links else {}),
    }
