"""What counts once: the identity of a claim payment, of what a reversal takes back, and of a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import claim, export, line, prior_use, remittance, reverse, write_crosswalk
from tests.facts import ClaimPayment
from tests.scenarios import LINE, expect, told

PAID = claim("0026", line("97110", "GP KX"))


def count_lines(*files: bytes) -> int:
    with told(*files) as warehouse:
        return int(warehouse.execute("select count(*) from mart.line").fetchall()[0][0])


def offer_again(again: ClaimPayment, trace: str = "0900") -> int:
    """How many lines are final when `again` comes after the paid claim payment with trace number 0900."""
    return count_lines(remittance(PAID, trace="0900"), remittance(again, trace=trace))


@pytest.mark.parametrize("modifiers", ["GP KX", "KX GP", "kx gp", "GP KX GP"])
def test_modifiers_are_a_set_in_upper_case(modifiers: str) -> None:
    again = replace(PAID, lines=(replace(PAID.lines[0], modifiers=tuple(modifiers.split())),))
    assert offer_again(again) == 1


@pytest.mark.parametrize(
    ("icn", "trace", "lines"),
    [
        ("0026", "0900", 1),
        ("26", "900", 1),
        ("000026", "00900", 1),
        ("0026", "A900", 2),
        ("0026A", "0900", 2),
        ("260", "900", 2),
        ("26", "9000", 2),
    ],
)
def test_leading_zeros_of_numbers_do_not_count(icn: str, trace: str, lines: int) -> None:
    assert offer_again(replace(PAID, icn=icn), trace) == lines


def test_leading_zeros_of_what_is_no_number_count() -> None:
    assert count_lines(remittance(claim("0A1", line())), remittance(claim("A1", line()))) == 2


@pytest.mark.parametrize("changes", [{"status": "19"}, {"lines": PAID.lines * 2}, {"lines": (line("97110", "GP"),)}])
def test_another_status_or_other_lines_are_another_claim_payment(changes: dict[str, object]) -> None:
    again = replace(PAID, **changes)  # type: ignore[arg-type]
    assert offer_again(again) == 1 + len(again.lines)


def test_of_a_claim_payment_that_pays_nothing_the_payment_date_counts() -> None:
    denied = claim("D1", line(denied="CO-119"))
    first, same, later = (remittance(denied, on=day, trace="EO0") for day in ("2026-02-01", "2026-02-01", "2026-03-01"))
    with told(first, same + b"\n", later) as warehouse:
        expect(warehouse, "mart.denial", "times_denied | first_denied_date\n 2 | 2026-02-01")
        expect(warehouse, "mart.set_aside", "rule\n repeated_claim_payment")


def test_a_paid_one_on_another_date_is_still_the_same() -> None:
    assert count_lines(remittance(PAID, on="2026-02-01", trace="T"), remittance(PAID, on="2026-03-01", trace="T")) == 1


def test_a_reversal_finds_its_original_whatever_the_leading_zeros() -> None:
    by_number = reverse(PAID, icn="26", original="")
    by_name = reverse(PAID, icn="R1", original="026")
    by_lines = reverse(replace(PAID, account="17"), icn="R1", original="")
    for original, reversal in ((PAID, by_number), (PAID, by_name), (replace(PAID, account="0017"), by_lines)):
        with told(remittance(original), remittance(reversal, on="2026-02-20")) as warehouse:
            expect(warehouse, LINE, "line_number")
            expect(warehouse, "mart.set_aside", "rule")


def test_opposite_lines_compare_modifiers_as_a_set() -> None:
    turned = replace(PAID, lines=(replace(PAID.lines[0], modifiers=("kx", "GP")),))
    with told(remittance(PAID), remittance(reverse(turned, icn="R1", original=""), on="2026-02-20")) as warehouse:
        expect(warehouse, LINE, "line_number")
        expect(warehouse, "mart.set_aside", "rule")


def test_blanks_hyphens_and_case_of_an_identifier_do_not_count() -> None:
    spelled = ["1EG4TE5MK73", "1EG4-TE5-MK73", " 1eg4 te5 mk73 ", "1EG4\u2013TE5\u2013MK73"]
    claims = [claim(f"I{n}", line(on=f"2026-01-0{n + 1}"), patient=name) for n, name in enumerate(spelled[:3])]
    files = [remittance(*claims), export(claim("I9", line(on="2026-01-09"), patient=spelled[3]))]
    files.append(prior_use(100_000, "2026-01-02", patient="1eg4-TE5 MK73"))
    with told(*files) as warehouse:
        expect(
            warehouse,
            "mart.threshold_crossing",
            "visits | prior_use_cents | accrued_cents\n 4 | 100000 | 140000",
            "order_basis = 'received'",
        )


def test_links_of_the_crosswalk_are_compared_in_the_same_way() -> None:
    claims = [claim("I1", line(), patient="9AA9AA9AA99"), claim("I2", line("97140"), patient="8BB8-BB8-BB88")]
    with told(remittance(*claims), write_crosswalk([("9AA9-AA9-AA99", "8bb8 bb8 bb88")])) as warehouse:
        expect(warehouse, "mart.beneficiary", "patient_id\n 8BB8BB8BB88")
    circle = write_crosswalk([("9AA9-AA9-AA99", "8bb8bb8bb88"), ("8BB8 BB8 BB88", "9aa9aa9aa99")])
    with told(circle) as warehouse:
        expect(warehouse, "mart.file", "kind | status\n identity_crosswalk | refused")
