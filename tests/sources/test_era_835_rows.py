"""Each element of the 835 that the ledger needs, in its column."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from pipelines.sources.era_835.reader import read_era_835
from pipelines.sources.schema import SOURCE_TABLES
from tests.sources.era_835_texts import CLAIM, FILE_NUMBER, LINE, PLACES, SHA, SMALL, read, read_table, write_835


def read_one(table: str, *body: str, paid: str = "100", version: str = "005010X221A1") -> dict[str, object]:
    """The only row of a table of a remittance that holds these segments."""
    (row,) = read_table(write_835(*body, paid=paid, version=version), table)
    return row


def pick(row: dict[str, object], *columns: str) -> tuple[object, ...]:
    """Some columns of a row."""
    return tuple(row[column] for column in columns)


def read_adjustments(*body: str, paid: str = "100") -> list[tuple[object, ...]]:
    """Line, group, reason, amount and quantity of every adjustment, in file order."""
    columns = ("line_place", "adjustment_group_code", "adjustment_reason_code", "adjustment_amount")
    rows = read_table(write_835(*body, paid=paid), "adjustment")
    return [pick(row, *columns, "adjustment_quantity") for row in rows]


def test_every_table_conforms_and_starts_with_its_origin() -> None:
    for name, table in read(SMALL).tables.items():
        assert table.schema == SOURCE_TABLES[name]
        assert table["file_number"].unique().to_pylist() == [FILE_NUMBER]
        assert table["file_sha256"].unique().to_pylist() == [SHA]


def test_the_totals_of_a_file() -> None:
    file = read(SMALL)
    assert (file.kind, file.claim_payments, file.service_lines, file.payment_cents, file.set_aside) == (
        "era_835",
        3,
        4,
        23_520,
        0,
    )


def test_a_payment() -> None:
    assert read_one("payment", *CLAIM, *LINE) == {
        "file_number": FILE_NUMBER,
        "file_sha256": SHA,
        "segment_number": 3,
        "payment_place": PLACES + 1,
        "payment_trace_number": "T1",
        "payment_date": date(2026, 1, 20),
        "production_date": date(2026, 1, 20),
        "payment_amount": Decimal(100),
        "payer_name": "MEDICARE PART B",
        "payer_id": "05901",
        "payee_name": "SUMMIT THERAPY",
        "payee_id_qualifier": "XX",
        "payee_id": "1234567893",
        "sender_id": "SENDERID",
    }


CLAIM_IN_FULL = (
    "CLP*A1*22*-150*-100**MB*ICN2*11*7",
    "CAS*CO*45*-50",
    "NM1*QC*1*DOE*JO****MI*1EG4TE5MK73",
    "NM1*74*1******C*1EG4TE5MK74",
    "NM1*82*1*STONE*ANN****XX*1234567893",
    "MOA***MA01*MA18",
    "REF*F8*ICN1",
    "DTM*232*20260102",
    "DTM*233*20260103",
    "DTM*050*20260106",
)


@pytest.mark.parametrize("version", ["005010X221A1", "004010X091A1"])
def test_a_claim_payment(version: str) -> None:
    row = read_one("claim_payment", *CLAIM_IN_FULL, paid="-100", version=version)
    assert row == {
        "file_number": FILE_NUMBER,
        "file_sha256": SHA,
        "segment_number": 14,
        "claim_place": PLACES + 1,
        "payment_place": PLACES + 1,
        "patient_control_number": "A1",
        "payer_claim_control_number": "ICN2",
        "original_claim_control_number": "ICN1",
        "claim_status_code": "22",
        "claim_filing_indicator_code": "MB",
        "facility_type_code": "11",
        "claim_frequency_code": "7",
        "charge_amount": Decimal(-150),
        "paid_amount": Decimal(-100),
        "patient_responsibility_amount": None,
        "patient_last_name": "DOE",
        "patient_first_name": "JO",
        "patient_id": "1EG4TE5MK73",
        "corrected_patient_id": "1EG4TE5MK74",
        "rendering_id_qualifier": "XX",
        "rendering_id": "1234567893",
        "rendering_name": "STONE, ANN",
        "received_date": date(2026, 1, 6),
        "statement_from_date": date(2026, 1, 2),
        "statement_to_date": date(2026, 1, 3),
        "remark_codes": "MA01,MA18",
        "payer_name": None,
        "payer_id": None,
        "payee_name": None,
        "payee_id_qualifier": None,
        "payee_id": None,
        "raw_segments": "\n".join(CLAIM_IN_FULL),
    }


def test_a_rendering_organisation_has_one_name_and_no_remarks() -> None:
    row = read_one("claim_payment", *CLAIM, "NM1*82*2*STONE CLINIC*****XX*1234567893", *LINE)
    assert pick(row, "rendering_name", "remark_codes") == ("STONE CLINIC", None)


LINE_IN_FULL = (
    "SVC*HC:97110:GP:KX:59:CQ*150*100*0420*2*HC:97112*3",
    "DTM*472*20260105",
    "CAS*PR*2*50",
    "REF*6R*L1",
    "REF*HPI*1234567893",
    "REF*0K*L33631",
    "AMT*B6*150",
    "LQ*HE*N362",
    "LQ*RX*75",
    "LQ*HE*M25",
)


@pytest.mark.parametrize("version", ["005010X221A1", "004010X091A1"])
def test_a_service_line(version: str) -> None:
    assert read_one("service_line", *CLAIM, *LINE_IN_FULL, version=version) == {
        "file_number": FILE_NUMBER,
        "file_sha256": SHA,
        "segment_number": 16,
        "line_place": PLACES + 1,
        "claim_place": PLACES + 1,
        "line_number": 1,
        "procedure_qualifier": "HC",
        "procedure_code": "97110",
        "modifier_1": "GP",
        "modifier_2": "KX",
        "modifier_3": "59",
        "modifier_4": "CQ",
        "submitted_procedure_code": "97112",
        "revenue_code": "0420",
        "charge_amount": Decimal(150),
        "paid_amount": Decimal(100),
        "allowed_amount": Decimal(150),
        "paid_units": Decimal(2),
        "submitted_units": Decimal(3),
        "service_date": date(2026, 1, 5),
        "service_start_date": None,
        "service_end_date": None,
        "line_item_control_number": "L1",
        "rendering_npi": "1234567893",
        "policy_id": "L33631",
        "diagnosis_code": None,
        "is_export": False,
    }


def test_remark_codes_of_a_line_are_those_of_the_remittance_list() -> None:
    rows = read_table(write_835(*CLAIM, *LINE_IN_FULL), "remark")
    assert [pick(row, "remark_code", "claim_place", "line_place", "segment_number") for row in rows] == [
        ("N362", PLACES + 1, PLACES + 1, 23),
        ("M25", PLACES + 1, PLACES + 1, 25),
    ]


@pytest.mark.parametrize(
    ("composite", "expected"),
    [
        ("HC:97110", (None, None, None, None)),
        ("HC:97110:KX:GP", ("KX", "GP", None, None)),
        ("HC:97110:GP:KX", ("GP", "KX", None, None)),
        ("HC:97110:GP:59:KX", ("GP", "59", "KX", None)),
        ("HC:97110:GP:CQ:59:KX", ("GP", "CQ", "59", "KX")),
        ("HC:97110::gp::kx", (None, "gp", None, "kx")),
        ("HC:97110:GP:CQ:59:KX:THERAPY", ("GP", "CQ", "59", "KX")),
    ],
)
def test_modifiers_stay_where_they_stand(composite: str, expected: tuple[str | None, ...]) -> None:
    row = read_one("service_line", *CLAIM, f"SVC*{composite}*150*100", *LINE[1:])
    assert pick(row, "modifier_1", "modifier_2", "modifier_3", "modifier_4") == expected
    assert row["paid_units"] is None


def test_a_range_of_dates() -> None:
    row = read_one("service_line", *CLAIM, LINE[0], "DTM*150*20260105", "DTM*151*20260106", *LINE[2:])
    dates = pick(row, "service_date", "service_start_date", "service_end_date")
    assert dates == (None, date(2026, 1, 5), date(2026, 1, 6))


def test_adjustments_with_quantities_and_gaps() -> None:
    assert read_adjustments(*CLAIM, LINE[0], "CAS*CO*45*20**253*2*1", "CAS*PR*2*28") == [
        (PLACES + 1, "CO", "45", Decimal(20), None),
        (PLACES + 1, "CO", "253", Decimal(2), Decimal(1)),
        (PLACES + 1, "PR", "2", Decimal(28), None),
    ]


def test_six_adjustments_in_one_segment() -> None:
    rows = read_adjustments(*CLAIM, LINE[0], "CAS*CO*45*20**253*2**97*3**59*4**50*5**4*16")
    assert [f"{row[2]}={row[3]}" for row in rows] == [
        "45=20.0000",
        "253=2.0000",
        "97=3.0000",
        "59=4.0000",
        "50=5.0000",
        "4=16.0000",
    ]


def test_adjustments_of_a_claim_payment_have_no_line() -> None:
    body = ("CLP*A1*1*150*90*40*MB*ICN1*11*1", "CAS*PR*1*10", CLAIM[1])
    rows = read_adjustments(*body, *LINE, paid="90")
    assert [row[0] for row in rows] == [None, PLACES + 1, PLACES + 1]


def test_provider_adjustments_in_pairs() -> None:
    content = write_835(*CLAIM, *LINE, "PLB*1234567893*20261231*WO:ICN9*30*L6*-5.5", paid="75.5")
    rows = read_table(content, "provider_adjustment")
    columns = ("provider_adjustment_reason_code", "reference_number", "provider_adjustment_amount", "payment_place")
    assert [pick(row, *columns) for row in rows] == [
        ("WO", "ICN9", Decimal(30), PLACES + 1),
        ("L6", None, Decimal("-5.5"), PLACES + 1),
    ]


def test_a_line_ends_where_the_next_part_begins() -> None:
    first, second = "CLP*A1*1*300*200*60*MB*ICN1*11*1", "CLP*A2*1*150*100*50*MB*ICN2*11*1"
    lines_and_more = (*LINE, *LINE, "LX*2", second, "CAS*PR*1*50", CLAIM[1], "PLB*1234567893*20261231*WO:A1*20")
    content = write_835(first, CLAIM[1], *lines_and_more, paid="280")
    claims = read_table(content, "claim_payment")
    assert [str(row["raw_segments"]).splitlines() for row in claims] == [
        [first, CLAIM[1], *LINE, *LINE],
        [second, "CAS*PR*1*50", CLAIM[1]],
    ]
    lines = read_table(content, "service_line")
    assert [pick(row, "line_place", "claim_place", "line_number") for row in lines] == [
        (PLACES + 1, PLACES + 1, 1),
        (PLACES + 2, PLACES + 1, 2),
    ]
    adjustments = read_table(content, "adjustment")
    assert [pick(row, "claim_place", "line_place") for row in adjustments][-1] == (PLACES + 2, None)


def test_a_payment_without_claim_payments() -> None:
    rows = write_835("PLB*1234567893*20261231*WO:A1*-20", paid="20").replace(b"LX*1~\n", b"")
    file = read(rows)
    assert (file.claim_payments, file.service_lines, file.payment_cents) == (0, 0, 2_000)


def test_claim_payments_without_an_lx() -> None:
    assert read(write_835(*CLAIM, *LINE).replace(b"LX*1~\n", b"")).service_lines == 1


def test_several_transactions_number_their_segments_through_the_file() -> None:
    rows = read_table(write_835(*CLAIM, *LINE, transactions=3), "service_line")
    assert [row["segment_number"] for row in rows] == [16, 35, 54]
    assert [row["line_place"] for row in rows] == [PLACES + 1, PLACES + 2, PLACES + 3]


def test_the_reader_is_pure() -> None:
    first, second = (read_era_835(SMALL, FILE_NUMBER, SHA, "x.835").tables for _ in range(2))
    assert first.keys() == second.keys()
    assert all(pa.Table.equals(table, second[name]) for name, table in first.items())
