"""Separators, loops that come again, damaged segments and huge numbers of the 835."""

from __future__ import annotations

from itertools import product

import pytest

from pipelines.models.catalog import SQL_FOLDER
from tests.reported.files import FIXTURES, offered
from tests.scenarios import LINE, expect, told
from tests.sources.era_835_texts import read_table

TWO_CLINICS = (FIXTURES / "C07_joined_payee.835").read_bytes()


def list_set_aside(content: bytes) -> list[object]:
    """The rules by which claim payments of the file are set aside, in file order."""
    return [row["rule"] for row in read_table(content, "finding") if row["is_set_aside"]]


def pick(content: bytes, table: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in read_table(content, table)]


def test_payer_and_payee_loops_that_come_again_hold_for_the_claim_payments_after() -> None:
    with offered("C07_joined_payee.835") as warehouse:
        expect(
            warehouse,
            LINE,
            """
            payer_claim_control_number | payee_npi  | provider_npi | payer_name
            1126000007                 | 1234567893 | 1234567893   | SYNTH MEDICARE B
            1126000071                 | 1000396063 | 1000396063   | SYNTH MEDICARE B OTHER OFFICE
            """,
        )


def test_a_payee_that_comes_again_without_an_npi_has_no_number() -> None:
    content = TWO_CLINICS.replace(b"N1*PE*SECOND CLINIC*XX*1000396063", b"N1*PE*SECOND CLINIC*FI*999999999")
    assert pick(content, "claim_payment", "payee_id_qualifier", "payee_id") == [(None, None), ("FI", "999999999")]


def test_an_empty_isa16_and_a_line_break_as_terminator_are_read() -> None:
    with offered("I1_empty16_lf.835") as warehouse:
        expect(warehouse, LINE, "paid_cents | procedure_code | modifiers\n 6400 | 97110 | GP")


def test_a_tab_may_separate_elements() -> None:
    with offered("V06_07.835") as warehouse:
        expect(warehouse, LINE, "paid_cents | procedure_code | modifiers\n 6400 | 97110 | GP")


def _list_separators() -> list[tuple[bytes, bytes, bytes, bytes | None]]:
    found = []
    for element, component, end, isa16 in product(
        (b"*", b"\t", b"\x1d", b"\n"),
        (b":", b"\x1f", b"\t", b"\n", b"\r"),
        (b"~", b"\n", b"\r", b"\t", b"\t\n", b"~\r\n", b"\r\n"),
        (None, b"", b" "),
    ):
        used = {element, component, end[:1]}
        if len(used) == 3 and not (end in (b"\r\n", b"\t\n") and {b"\n", b"\r"} & {element, component}):
            found.append((element, component, end, isa16))
    return found


@pytest.mark.parametrize(("element", "component", "end", "isa16"), _list_separators())
def test_any_separators_are_read(element: bytes, component: bytes, end: bytes, isa16: bytes | None) -> None:
    """With ISA16 as it is, empty or blank."""
    plain = TWO_CLINICS.replace(b"~\n", b"~").replace(b"*", b"\0E").replace(b":", b"\0C").replace(b"~", b"\0T")
    if isa16 is not None:
        plain = plain.replace(b"P\0E\0C\0T", b"P\0E" + isa16 + b"\0T", 1)
    content = plain.replace(b"\0E", element).replace(b"\0C", component).replace(b"\0T", end)
    assert pick(content, "service_line", "procedure_code", "modifier_1") == [("97110", "GP")] * 2


def test_a_damaged_segment_sets_its_claim_payment_aside() -> None:
    with offered("ATTACK_damaged_svc.835") as warehouse:
        assert warehouse.execute("select count(*) from mart.line").fetchall() == [(0,)]
        rows = warehouse.execute("select rule, count(*) from mart.set_aside group by all").fetchall()
        assert rows == [("unknown_segment", 14)]


@pytest.mark.parametrize("damaged", [b"AMU*B6*80", b"DTN*472*20260302", b"REFX*6R*1", b"SVD*HC:97110*1*1"])
def test_any_unknown_segment_within_a_claim_payment_is_noticed(damaged: bytes) -> None:
    content = TWO_CLINICS.replace(b"AMT*B6*80~", b"AMT*B6*80~\n" + damaged + b"~", 1).replace(b"SE*33", b"SE*34")
    assert list_set_aside(content) == ["unknown_segment"]


def test_a_note_or_a_segment_outside_of_claim_payments_sets_nothing_aside() -> None:
    content = TWO_CLINICS.replace(b"AMT*B6*80~", b"AMT*B6*80~\nNTE*ADD*TEXT~\nK3*TEXT~", 1).replace(b"SE*33", b"SE*35")
    content = content.replace(b"REF*2U*12999~", b"REF*2U*12999~\nZZZ*1~").replace(b"SE*35", b"SE*36")
    assert list_set_aside(content) == []


def test_where_line_charges_do_not_add_up_a_warning_names_claim_and_dollars() -> None:
    """The claim says $150, its line $100, and a claim-level adjustment of $50 makes it balance."""
    content = TWO_CLINICS.replace(b"CLP*PCN7*1*100*64", b"CLP*PCN7*1*150*64").replace(
        b"NM1*QC*1*TESTER*ANN****MI*6FQ0D68EP90~", b"CAS*CO*45*50~\nNM1*QC*1*TESTER*ANN****MI*6FQ0D68EP90~"
    )
    with told(content.replace(b"SE*33", b"SE*34")) as warehouse:
        query = (SQL_FOLDER / "check" / "line_charges_add_up.sql").read_text(encoding="utf-8")
        rows = warehouse.execute(f"select payer_claim_control_number, difference_cents from ({query})").fetchall()
        assert rows == [("1126000007", 5_000)]


@pytest.mark.parametrize("name", ["ATTACK_amount_1e13.835", "ATTACK_overflow_05_x.835"])
def test_a_huge_number_sets_its_claim_payment_aside_and_the_others_count(name: str) -> None:
    rule = "amount_too_large" if "amount" in name else "units_too_large"
    with offered(name) as warehouse:
        assert warehouse.execute("select rule, count(*) from mart.set_aside group by all").fetchall() == [(rule, 1)]
        assert warehouse.execute("select count(*) > 40 from mart.line").fetchall() == [(True,)]


@pytest.mark.parametrize(
    ("amount", "rules"),
    [("9999999.99", []), ("10000000", ["amount_too_large"]), ("-10000000", ["amount_too_large"])]
    + [("9" * digits, ["amount_too_large"]) for digits in (12, 15, 25)],
)
def test_amounts_have_a_bound(amount: str, rules: list[str]) -> None:
    content = TWO_CLINICS.replace(b"AMT*B6*80", b"AMT*B6*" + amount.encode(), 1)
    assert list_set_aside(content) == rules
