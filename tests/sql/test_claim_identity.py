"""A claim payment that comes again in another spelling is the same one, whatever is varied: it counts once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.builders import claim, line, payment, remittances
from tests.facts import ClaimPayment, Line, Payment
from tests.planned_models import open_planned

MODIFIERS = ("GP", "KX", "CQ", "59")
ZEROS = st.sampled_from(("", "0", "000"))
AMOUNT = st.integers(1_000, 20_000)


def _case(draw: st.DrawFn, text: str) -> str:
    return "".join(draw(st.sampled_from((letter.upper(), letter.lower()))) for letter in text)


@st.composite
def spelled_twice(draw: st.DrawFn, number: int) -> tuple[ClaimPayment, ClaimPayment]:
    """A claim payment, and the same one as another system writes it."""
    chosen = draw(st.lists(st.sampled_from(MODIFIERS[1:]), unique=True, max_size=3))
    services = [
        line(draw(st.sampled_from(("97110", "G0283"))), " ".join(("GP", *chosen)), allowed=draw(AMOUNT))
        for _ in range(draw(st.integers(1, 3)))
    ]
    first = claim(f"{draw(ZEROS)}{70_000 + number}", *services, patient=f"1EG4TE5MK{number:02d}", account=f"A{number}")
    icn = f"{draw(ZEROS)}{70_000 + number}"
    again = [_spell_again(draw, one) for one in services]
    patient = draw(st.sampled_from(("1EG4-TE5-MK{0:02d}", "1eg4te5mk{0:02d}", "1EG4 TE5 MK{0:02d}"))).format(number)
    return first, replace(first, icn=icn, patient=patient, lines=tuple(again))


def _spell_again(draw: st.DrawFn, one: Line) -> Line:
    modifiers = [_case(draw, modifier) for modifier in draw(st.permutations(one.modifiers))]
    return replace(one, modifiers=tuple(modifiers))


@st.composite
def payments(draw: st.DrawFn) -> tuple[Payment, Payment]:
    """One payment of twelve claims in both spellings; digits of its trace number may have leading zeros too."""
    pairs = [draw(spelled_twice(number)) for number in range(10, 22)]
    first = payment(*(one for one, _ in pairs), on="2026-01-20", trace="0815")
    again = payment(*(other for _, other in pairs), on="2026-01-20", trace=f"{draw(ZEROS)}815")
    return first, again


@settings(
    max_examples=4, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,)
)
@given(payments())
def test_another_spelling_of_a_claim_payment_counts_once(both: tuple[Payment, Payment]) -> None:
    first, again = both
    files = [("first.835", remittances(first)), ("again.835", remittances(again))]
    with closing(open_planned(files)) as warehouse:
        aside = warehouse.execute("select file_name, rule, count(*) from mart.set_aside group by all").fetchall()
        lines = warehouse.execute("select count(*), count(distinct beneficiary_key), sum(allowed_cents) from mart.line")
        expected = [one.allowed or 0 for each in first.claims for one in each.lines]
        assert lines.fetchall() == [(len(expected), len(first.claims), sum(expected))]
        # which of two files of one batch is the repetition depends on their bytes, not on their names
        assert [(rule, number) for _, rule, number in aside] == [("repeated_claim_payment", len(first.claims))]
