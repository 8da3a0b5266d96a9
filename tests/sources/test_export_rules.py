"""Rows of an export that break a rule: the claim payment is set aside with its reason, the others count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.schema import PLACES_PER_FILE
from pipelines.sources.source_file import SourceFile
from tests.sources.export_rows import (
    HEADER,
    PATIENT,
    list_findings,
    list_rows,
    read_export,
    read_rows,
    refusal_of,
    row,
    write_rows,
)

BROKEN_CELLS = [
    ("patient_id", "", "missing_value"),
    ("payer_claim_control_number", "", "missing_value"),
    ("claim_status_code", "", "missing_value"),
    ("claim_filing_indicator_code", "", "missing_value"),
    ("payee_npi", "", "missing_value"),
    ("service_date", "", "missing_value"),
    ("payment_date", "", "missing_value"),
    ("payment_trace_number", "", "missing_value"),
    ("procedure_code", "", "missing_value"),
    ("charge", "", "missing_value"),
    ("paid", "", "missing_value"),
    ("patient_id", '=HYPERLINK("x")', "formula_text"),
    ("payment_trace_number", "1.23457E+14", "rounded_number"),
    ("service_date", "2026-02-30", "unreadable_date"),
    ("service_date", "06.01.2026", "unreadable_date"),
    ("service_date", "46028", "unreadable_date"),
    ("service_date", "13/01/2026", "unreadable_date"),
    ("payment_date", "0026-01-23", "unreadable_date"),
    ("received_date", "soon", "unreadable_date"),
    ("charge", "150.005", "amount_with_more_than_two_decimals"),
    ("allowed", "116.000", "amount_with_more_than_two_decimals"),
    ("adjustments", "CO-45=34.001;PR-2=23.20", "amount_with_more_than_two_decimals"),
    ("charge", "$150.00", "unreadable_amount"),
    ("charge", "1,150.00", "unreadable_amount"),
    ("paid", "=SUM(A1)", "unreadable_amount"),
    ("paid", "(90.94)", "unreadable_amount"),
    ("allowed", "1e3", "unreadable_amount"),
    ("paid_units", "two", "unreadable_units"),
    ("adjustments", "CO45 34.00", "unreadable_adjustments"),
    ("adjustments", "CO-45=34.00,PR-2=23.20", "unreadable_adjustments"),
    ("modifiers", "GPKX", "unreadable_modifiers"),
    ("modifiers", "GP KX 59 CQ XU", "too_many_modifiers"),
    ("remarks", "see letter!", "unreadable_remarks"),
    ("claim_status_code", "99", "unknown_claim_status"),
    ("claim_filing_indicator_code", "Medicare", "unreadable_filing_indicator"),
    ("payee_npi", "199900001", "unreadable_npi"),
    ("rendering_npi", "19990000151", "unreadable_npi"),
    ("procedure_code", "97110:GP", "unreadable_procedure_code"),
]


@pytest.mark.parametrize(("column", "text", "rule"), BROKEN_CELLS)
def test_a_broken_cell_sets_its_claim_payment_aside(column: str, text: str, rule: str) -> None:
    source = read_rows(row(**{column: text}), row(payer_claim_control_number="ICN2"))
    (finding,) = list_rows(source, "finding")
    assert (finding["rule"], finding["is_set_aside"], finding["segment_number"]) == (rule, True, 2)
    assert finding["claim_place"] == PLACES_PER_FILE + 1
    assert finding["reason"].startswith(f"sample.csv, row 2 ({column}): ")
    assert finding["reason"].endswith("correct the row in the export and import it again.")
    assert (source.claim_payments, source.service_lines, source.set_aside) == (2, 2, 1)


def test_amounts_with_too_many_decimals_are_shown_as_they_are() -> None:
    (finding,) = list_rows(read_rows(row(charge="92.505")), "finding")
    assert '(charge): found "92.505"; an amount has at most two decimals.' in finding["reason"]


@given(column=st.sampled_from(HEADER), secret=st.text("ABCDEFGHJ0123456789-/ .=", min_size=6, max_size=14))
@settings(max_examples=60, deadline=None)
def test_no_reason_repeats_what_could_be_an_identifier(column: str, secret: str) -> None:
    source = read_rows(row(**{column: f"Q{secret}"}))
    for finding in list_rows(source, "finding"):
        assert f"Q{secret}".strip() not in finding["reason"]
        assert PATIENT not in finding["reason"]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("patient_id", "9KX1KX1KX02"),
        ("payee_npi", "1999000023"),
        ("payment_date", "2026-01-24"),
        ("received_date", "2026-01-10"),
        ("claim_filing_indicator_code", "16"),
        ("patient_control_number", "ACCT2"),
    ],
)
def test_rows_of_a_claim_payment_agree_on_what_is_said_about_the_whole(column: str, text: str) -> None:
    other = row(**{column: text})
    source = read_rows(row(), other, {**other, "line_item_control_number": "ACCT1-2"})
    assert list_findings(source) == [(3, "rows_disagree")]
    assert "1 more of its rows breaks a rule" in list_rows(source, "finding")[0]["reason"]


def test_an_empty_cell_does_not_disagree() -> None:
    source = read_rows(row(received_date=""), row())
    assert (source.set_aside, list_rows(source, "claim_payment")[0]["received_date"].isoformat()) == (0, "2026-01-09")


@pytest.mark.parametrize("change", [(b",SAMPLE,", b",SAM,PLE,"), (b",SAMPLE,", b",")])
def test_a_row_with_another_number_of_cells_is_set_aside_with_all_its_money(change: tuple[bytes, bytes]) -> None:
    good, bad = row(), row(payer_claim_control_number="ICN2")
    lines = write_rows([bad, good]).splitlines()
    source = read_export(b"\n".join([lines[0], lines[1].replace(*change), lines[2]]))
    assert list_findings(source) == [(2, "wrong_number_of_cells")]
    assert (source.service_lines, source.payment_cents, source.set_aside) == (2, 9094, 1)
    line = list_rows(source, "service_line")[0]
    assert (line["charge_amount"], line["procedure_code"]) == (None, None)


def test_a_short_row_takes_the_rest_of_its_claim_payment_with_it() -> None:
    lines = write_rows([row(), row()]).splitlines()
    source = read_export(b"\n".join([*lines[:2], lines[2].rsplit(b",", 1)[0]]))
    assert (source.claim_payments, source.service_lines, list_findings(source)) == (
        1,
        2,
        [(3, "wrong_number_of_cells")],
    )


def test_rows_without_a_claim_number_are_not_put_together() -> None:
    nameless = row(payer_claim_control_number="")
    assert read_rows(nameless, nameless, row()).claim_payments == 3


def test_a_row_whose_amounts_are_read_is_judged_even_if_its_date_is_not() -> None:
    assert read_rows(row(service_date="x")).set_aside == 1
    assert "row 2" in refusal_of(write_rows([row(service_date="x", paid="1.00")])).reason


CENTS = st.integers(-10_000_000, 10_000_000)


def _money(cents: int) -> str:
    return f"{Decimal(cents).scaleb(-2):.2f}"


@st.composite
def export_rows(draw: st.DrawFn) -> dict[str, str]:
    """A balanced row with any amounts, modifiers and adjustments."""
    adjusted = draw(st.lists(st.tuples(st.sampled_from(["CO", "PR", "OA"]), CENTS), max_size=6))
    paid = draw(CENTS)
    return row(
        payer_claim_control_number=draw(st.sampled_from(["ICN1", "ICN2", "ICN3"])),
        payment_trace_number=draw(st.sampled_from(["EFT1", "EFT2"])),
        service_date=draw(st.dates(date(1900, 1, 1), date(2099, 12, 31))).isoformat(),
        procedure_code=draw(st.text("ABCDEFG0123456789", min_size=5, max_size=5)),
        modifiers=":".join(draw(st.lists(st.sampled_from(["GP", "GO", "KX", "59", "CQ"]), max_size=4))),
        patient_last_name=draw(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=9)),
        charge=_money(paid + sum(cents for _, cents in adjusted)),
        paid=_money(paid),
        adjustments=";".join(f"{group}-{45 + i}={_money(cents)}" for i, (group, cents) in enumerate(adjusted)),
        remarks=";".join(draw(st.lists(st.sampled_from(["N362", "N851", "MA130"]), max_size=3))),
    )


@given(rows=st.lists(export_rows(), min_size=1, max_size=8), delimiter=st.sampled_from([",", "\t", ";"]))
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_what_is_read(rows: list[dict[str, str]], delimiter: str) -> None:
    rows = [{**cells, "line_item_control_number": f"ACCT1-{place}"} for place, cells in enumerate(rows)]
    source = read_export(write_rows(rows, delimiter))
    assert (source.service_lines, source.set_aside) == (len(rows), 0)
    lines = sorted(list_rows(source, "service_line"), key=lambda line: line["segment_number"])
    for line, written in zip(lines, rows, strict=True):
        assert _read_back(source, line) == {name: written[name] for name in _FACTS}
    total = sum(Decimal(written["paid"]) for written in rows)
    assert source.payment_cents == total * 100
    assert sum(claim["paid_amount"] for claim in list_rows(source, "claim_payment")) == total


_FACTS = ("service_date", "procedure_code", "modifiers", "charge", "paid", "adjustments", "remarks")


def _read_back(source: SourceFile, line: dict[str, Any]) -> dict[str, str]:
    """The cells of the row that a service line was read from."""
    own = {
        name: [entry for entry in list_rows(source, name) if entry["line_place"] == line["line_place"]]
        for name in ("adjustment", "remark")
    }
    adjustments = [
        f"{entry['adjustment_group_code']}-{entry['adjustment_reason_code']}={entry['adjustment_amount']:.2f}"
        for entry in own["adjustment"]
    ]
    modifiers = [str(line[f"modifier_{i}"]) for i in range(1, 5) if line[f"modifier_{i}"]]
    return {
        "service_date": f"{line['service_date']}",
        "procedure_code": f"{line['procedure_code']}",
        "modifiers": ":".join(modifiers),
        "charge": f"{line['charge_amount']:.2f}",
        "paid": f"{line['paid_amount']:.2f}",
        "adjustments": ";".join(adjustments),
        "remarks": ";".join(entry["remark_code"] for entry in own["remark"]),
    }
