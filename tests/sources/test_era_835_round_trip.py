"""Whatever the writer can say, the reader reads: the same facts, behind any separators and wraps."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import oxedi
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.era_835.reader import read_era_835
from pipelines.sources.era_835.spec import era_835_spec

Row = dict[str, Any]
SPEC = era_835_spec("5010")
FIRST_DAY = date(2024, 1, 1)
# oxedi's name and ours, where they differ
LINE_COLUMNS = {"payment_amount": "paid_amount", "units_paid": "paid_units", "original_units": "submitted_units"}
CLAIM_COLUMNS = {
    "claim_id": "patient_control_number",
    "payer_control_number": "payer_claim_control_number",
    "original_control_number": "original_claim_control_number",
    "claim_status": "claim_status_code",
    "payment_amount": "paid_amount",
}

cents = st.integers(-99_999_99, 99_999_99)
days = st.integers(0, 1_000).map(lambda ordinal: FIRST_DAY + timedelta(ordinal))
texts = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -.ÄÖÉñ", min_size=1, max_size=20).map(str.strip).filter(bool)
codes = st.text("ABCDEFGHKLMNPRTX0123456789", min_size=2, max_size=2)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or none."""
    return st.none() | strategy


adjustments = st.lists(
    st.fixed_dictionaries(
        {
            "group_code": st.sampled_from(["CO", "PR", "OA", "PI"]),
            "reason_code": st.sampled_from(["1", "2", "45", "119", "253", "B7"]),
            "amount": cents,
            "quantity": optional(st.integers(1, 9)),
        }
    ),
    max_size=8,
)
lines = st.fixed_dictionaries(
    {
        "procedure_code": st.sampled_from(["97110", "97530", "92507", "G0283"]),
        "modifier_1": optional(codes),
        "modifier_2": optional(codes),
        "modifier_3": optional(codes),
        "modifier_4": optional(codes),
        "charge_amount": cents,
        "units_paid": optional(st.integers(0, 40)),
        "original_units": optional(st.integers(1, 40)),
        "revenue_code": optional(st.sampled_from(["0420", "0430"])),
        "submitted_procedure_code": optional(st.sampled_from(["97112"])),
        "service_date": optional(days),
        "allowed_amount": optional(cents),
        "line_item_control_number": optional(texts),
        "rendering_npi": optional(st.just("1234567893")),
        "policy_id": optional(st.just("L33631")),
        "adjustments": adjustments,
        "remarks": st.lists(st.sampled_from(["N362", "M25", "N851"]), max_size=3),
    }
)
claims = st.fixed_dictionaries(
    {
        "claim_id": texts,
        "claim_status": st.sampled_from(["1", "2", "3", "4", "19", "22"]),
        "filing_indicator": st.sampled_from(["MB", "MA", "16"]),
        "payer_control_number": texts,
        "facility_type": optional(st.just("11")),
        "patient_last_name": texts,
        "patient_first_name": texts,
        "patient_id": optional(st.just("1EG4TE5MK73")),
        "corrected_patient_id": optional(st.just("1EG4TE5MK74")),
        "original_control_number": optional(texts),
        "received_date": optional(days),
        "statement_from": optional(days),
        "adjustments": adjustments,
        "lines": st.lists(lines, max_size=4),
    }
)
payments = st.lists(st.lists(claims, min_size=1, max_size=3), min_size=1, max_size=3)


def money(amount: int | None) -> Decimal | None:
    """Cents as the writer takes them."""
    return None if amount is None else Decimal(amount).scaleb(-2)


def sum_of(rows: list[Row]) -> int:
    """The cents of some adjustments."""
    return sum(row["amount"] for row in rows)


def build_frames(drawn: list[list[Row]]) -> dict[str, list[Row]]:
    """The tables of oxedi's writer for these payments; paid amounts are what balances."""
    names = ("payments", "claims", "services", "adjustments", "remarks", "provider_adjustments")
    frames: dict[str, list[Row]] = {name: [] for name in names}
    for ordinal, drawn_claims in enumerate(drawn):
        before = len(frames["claims"])
        for claim in drawn_claims:
            add_claim(frames, ordinal, claim)
        total = sum(row["payment_amount"] for row in frames["claims"][before:])
        add_payment(frames, ordinal, total)
    return frames


def add_payment(frames: dict[str, list[Row]], ordinal: int, claims_paid: int) -> None:
    """A payment of at least nothing: what is paid below zero is carried forward in a PLB."""
    paid = max(claims_paid, 0)
    day = FIRST_DAY + timedelta(1_100 + ordinal)
    if paid != claims_paid:
        frames["provider_adjustments"].append(
            {
                "payment": ordinal,
                "provider_id": "1234567893",
                "fiscal_period_date": day,
                "reason_code": "FB",
                "reference_id": "CARRY",
                "amount": claims_paid - paid,
            }
        )
    frames["payments"].append(
        {
            "handling_code": "I",
            "total_payment_amount": paid,
            "credit_debit_flag": "C",
            "payment_method": "CHK",
            "payment_date": day,
            "production_date": day,
            "trace_number": f"T{ordinal}",
            "payer_identifier": "1512345678",
            "payer_name": "MEDICARE",
            "payer_address": "1 STREET",
            "payer_city": "BALTIMORE",
            "payer_state": "MD",
            "payer_zip": "21201",
            "payer_technical_contact_name": "DESK",
            "payer_technical_contact_qualifier": "TE",
            "payer_technical_contact_number": "8005551212",
            "payee_name": "CLINIC",
            "payee_id_qualifier": "XX",
            "payee_id": "1234567893",
        }
    )


def add_claim(frames: dict[str, list[Row]], payment: int, claim: Row) -> None:
    """A claim payment whose charge is that of its lines and whose payment balances."""
    row = {name: value for name, value in claim.items() if name not in ("adjustments", "lines")}
    charge = sum(line["charge_amount"] for line in claim["lines"])
    paid = charge - sum_of(claim["adjustments"]) - sum(sum_of(line["adjustments"]) for line in claim["lines"])
    row |= {"payment": payment, "charge_amount": charge, "payment_amount": paid, "header_number": 1}
    row["patient_id_qualifier"] = "MI" if claim["patient_id"] else None
    row["corrected_patient_entity_type"] = "1" if claim["corrected_patient_id"] else None
    owner = {"payment": payment, "claim": len(frames["claims"])}
    frames["claims"].append(row)
    add_adjustments(frames, claim["adjustments"], owner)
    for line in claim["lines"]:
        add_line(frames, line, owner)


def add_line(frames: dict[str, list[Row]], line: Row, owner: Row) -> None:
    """A service line, its adjustments and its remarks."""
    row = {name: value for name, value in line.items() if name not in ("adjustments", "remarks")}
    row |= {"procedure_qualifier": "HC", "payment_amount": line["charge_amount"] - sum_of(line["adjustments"])}
    row["submitted_procedure_qualifier"] = "HC" if line["submitted_procedure_code"] else None
    inside = owner | {"service": len(frames["services"])}
    frames["services"].append(row | owner)
    add_adjustments(frames, line["adjustments"], inside)
    remarks = [{"code_list_qualifier": "HE", "remark_code": code} for code in line["remarks"]]
    frames["remarks"].extend(remark | inside for remark in remarks)


def add_adjustments(frames: dict[str, list[Row]], rows: list[Row], owner: Row) -> None:
    """The adjustments of a claim payment or a line."""
    frames["adjustments"].extend(row | owner for row in rows)


def write(frames: dict[str, list[Row]], delimiters: oxedi.Delimiters, line_break: bool) -> bytes:
    """The file in oxedi's words; raises for any diagnostic on reading it back."""
    schemas = SPEC.schema()
    tables = {name: pa.Table.from_pylist(to_cells(rows), schemas[name]) for name, rows in frames.items()}
    envelope = oxedi.Envelope(
        sender_id="SENDER",
        receiver_id="RECEIVER",
        date=FIRST_DAY,
        time=time(9),
        delimiters=delimiters,
        line_break=line_break,
    )
    return oxedi.write(tables, envelope, spec=SPEC)


def to_cells(rows: list[Row]) -> list[Row]:
    """Rows numbered, text as bytes, cents as amounts."""
    counted = {"quantity", "units_paid", "original_units"}
    return [
        {"row": number}
        | {name: to_cell(value, name.endswith("amount")) for name, value in row.items()}
        | {name: row[name] for name in counted & row.keys()}
        for number, row in enumerate(rows)
    ]


def to_cell(value: Any, is_money: bool) -> Any:
    """One cell as the writer takes it."""
    if is_money:
        return money(value)
    return value.encode() if isinstance(value, str) else value


@settings(max_examples=40, deadline=None)
@given(
    drawn=payments,
    signs=st.sampled_from([b"*:~", b"|>~", b"*^'", b"\x1d\x1f\x1c"]),
    line_break=st.booleans(),
    width=st.sampled_from([None, 61, 80]),
)
def test_written_facts_are_read(drawn: list[list[Row]], signs: bytes, line_break: bool, width: int | None) -> None:
    frames = build_frames(drawn)
    delimiters = oxedi.Delimiters(element=signs[:1], component=signs[1:2], segment=signs[2:], repetition=b"!")
    content = write(frames, delimiters, line_break)
    if width and not line_break:
        content = b"\r\n".join(content[at : at + width] for at in range(0, len(content), width))
    file = read_era_835(content, 1, "ab", "x.835")
    assert file.set_aside == 0
    assert "finding" not in file.tables
    assert file.payment_cents == sum(row["total_payment_amount"] for row in frames["payments"])
    compare(file.tables, "claim_payment", frames["claims"], CLAIM_COLUMNS)
    compare(file.tables, "service_line", frames["services"], LINE_COLUMNS)
    compare(file.tables, "remark", frames["remarks"], {})
    compare(file.tables, "adjustment", frames["adjustments"], {"amount": "adjustment_amount"})
    compare(file.tables, "provider_adjustment", frames["provider_adjustments"], {})


def compare(tables: dict[str, pa.Table], name: str, expected: list[Row], renamed: dict[str, str]) -> None:
    """Every written column that the source table has, row by row, and the places of the parents."""
    read = tables[name].to_pylist() if expected else []
    assert len(read) == len(expected)
    for row, wanted in zip(read, expected, strict=True):
        for column, value in wanted.items():
            own = renamed.get(column, f"adjustment_{column}" if name == "adjustment" else column)
            if own in row:
                assert row[own] == (money(value) if column.endswith("amount") else value), own
        for parent, place in (("payment", "payment_place"), ("claim", "claim_place"), ("service", "line_place")):
            if parent in wanted and place in row:
                assert row[place] == 100_000_001 + wanted[parent]
