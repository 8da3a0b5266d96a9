"""A practice under other names: the same facts, with other people, clinics and claim numbers."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import npi
from tests.facts import ClaimPayment, Payment
from tests.oracle.practice import OfferedFile, Practice

CLINICS_PER_PLACE = 100


def settle(practice: Practice, number: int) -> Practice:
    """The practice with its own people, clinics, providers, claim numbers and file names."""
    return replace(practice, files=tuple(_settle_file(file, number) for file in practice.files))


def _settle_file(file: OfferedFile, number: int) -> OfferedFile:
    return replace(
        file,
        name=f"{number}_{file.name}",
        payments=tuple(_settle_payment(payment, number) for payment in file.payments),
        prior_use=tuple(replace(row, patient=rename_person(row.patient, number)) for row in file.prior_use),
        crosswalk=tuple((rename_person(old, number), rename_person(new, number)) for old, new in file.crosswalk),
    )


def _settle_payment(payment: Payment, number: int) -> Payment:
    claims = tuple(_settle_claim(claim, number) for claim in payment.claims)
    return replace(payment, claims=claims, npi=_move(payment.npi, number))


def _settle_claim(claim: ClaimPayment, number: int) -> ClaimPayment:
    return replace(
        claim,
        icn=_renumber(claim.icn, number),
        account=_renumber(claim.account, number),
        original=_renumber(claim.original, number),
        patient=rename_person(claim.patient, number),
        corrected=rename_person(claim.corrected, number),
        provider=_move(claim.provider, number),
        lines=tuple(replace(line, provider=_move(line.provider, number)) for line in claim.lines),
    )


def _renumber(text: str, number: int) -> str:
    """The number goes in front; leading zeros stay in front of it."""
    significant = text.lstrip("0")
    return f"{text[: len(text) - len(significant)]}{number}{significant}" if text else ""


def rename_person(identifier: str, number: int) -> str:
    """The first digit becomes `number`; blanks and case stay."""
    blanks = len(identifier) - len(identifier.lstrip())
    return identifier[:blanks] + str(number) + identifier[blanks + 1 :] if identifier else ""


def _move(provider: str, number: int) -> str:
    return npi(int(provider[1:9]) + number * CLINICS_PER_PLACE) if provider else ""
