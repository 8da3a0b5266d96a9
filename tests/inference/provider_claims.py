"""Claims of a provider whose patients have KX on every line or on none, before the threshold or from it on."""

from __future__ import annotations

from tests.builders import claim, line, npi
from tests.facts import ClaimPayment

FILLING_CENTS = 248_000


def treat(
    provider: int, patients: int, with_kx: int = 0, *, is_over: bool = False, start_cents: int = 0, month: int = 1
) -> list[ClaimPayment]:
    """So many patients, the first of them with KX on every line after one that leaves `start_cents` used.

    `is_over`: that line uses up the threshold, so their KX is at or over it.
    """
    used = FILLING_CENTS if is_over else start_cents
    claims = []
    for number in range(patients):
        has_kx = number < with_kx
        modifiers = "GP KX" if has_kx else "GP"
        first = [line("97110", "GP", on=f"2026-{month:02}-05", allowed=used)] if used and has_kx else []
        visit = [line("97140", modifiers, on=f"2026-{month:02}-06"), line("97110", modifiers, on=f"2026-{month:02}-07")]
        who = f"P{provider}N{number}M{month}"
        claims.append(claim(f"I{who}", *first, *visit, patient=who, provider=npi(provider)))
    return claims
