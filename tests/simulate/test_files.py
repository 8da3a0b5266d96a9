"""Every simulated file is a valid remittance of invented people that balances to the cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import oxedi
import pyarrow as pa
import pytest

from pipelines.sources.era_835.spec import era_835_spec

_MBI = re.compile(
    r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y]{2}[0-9]{2}"
)


_TABLES = ("payments", "claims", "services", "adjustments", "provider_adjustments")


@dataclass(frozen=True)
class Read:
    """What oxedi reads in all files: its tables, each row with the number of its file."""

    files: list[oxedi.Result]
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.connection.execute(query).fetchall()

    def texts(self, table: str, column: str) -> set[str]:
        query = f"select distinct cast({column} as varchar) from {table} where octet_length({column}) > 0"
        return {str(text) for (text,) in self.rows(query)}


@pytest.fixture(scope="module")
def read(small_practice: Path) -> Iterator[Read]:
    paths = sorted((small_practice / "remittances").rglob("*.835"))
    files = [oxedi.parse(path.read_bytes(), spec=era_835_spec("5010")) for path in paths]
    connection = duckdb.connect()
    for name in _TABLES:
        tables = [pa.table(result.tables[name]) for result in files]
        numbered = pa.concat_tables(
            table.append_column("file", pa.repeat(pa.scalar(number), len(table))) for number, table in enumerate(tables)
        )
        connection.register(f"arrow_{name}", numbered)
        connection.execute(f"create table {name} as select * from arrow_{name}")
    yield Read(files, connection)
    connection.close()


def test_every_file_reads_back_without_a_diagnostic(read: Read) -> None:
    assert len(read.files) > 100
    assert [str(one) for result in read.files for one in result.diagnostics] == []


def test_every_payment_is_its_claim_payments_less_provider_adjustments(read: Read) -> None:
    wrong = """
        with paid as (select file, payment, sum(payment_amount) as amount from claims group by all),
        adjusted as (select file, payment, sum(amount) as amount from provider_adjustments group by all)
        select payments.trace_number, payments.total_payment_amount, paid.amount, adjusted.amount
        from payments
        left join paid on payments.file = paid.file and payments.row = paid.payment
        left join adjusted on payments.file = adjusted.file and payments.row = adjusted.payment
        where
            payments.total_payment_amount is distinct from paid.amount - coalesce(adjusted.amount, 0)
            or payments.total_payment_amount < 0
    """
    assert read.rows(wrong) == []
    reasons = {"FB", "L6", "WO"}
    assert read.texts("provider_adjustments", "reason_code") <= reasons
    assert {"L6", "WO"} <= read.texts("provider_adjustments", "reason_code")


def test_every_line_is_its_charge_less_adjustments(read: Read) -> None:
    wrong = """
        with adjusted as (select file, service, sum(amount) as amount from adjustments group by all)
        select services.line_item_control_number
        from services left join adjusted on services.file = adjusted.file and services.row = adjusted.service
        where services.charge_amount - coalesce(adjusted.amount, 0) != services.payment_amount
    """
    assert read.rows(wrong) == []


def test_every_claim_payment_is_its_charge_less_adjustments_of_lines_and_claim(read: Read) -> None:
    wrong = """
        with adjusted as (select file, claim, sum(amount) as amount from adjustments group by all),
        paid as (select file, claim, sum(payment_amount) as amount from services group by all)
        select claims.payer_control_number
        from claims
        left join adjusted on claims.file = adjusted.file and claims.row = adjusted.claim
        inner join paid on claims.file = paid.file and claims.row = paid.claim
        where claims.charge_amount - coalesce(adjusted.amount, 0) != claims.payment_amount
    """
    assert read.rows(wrong) == []
    at_claim = read.rows("select distinct cast(reason_code as varchar) from adjustments where service is null")
    assert {"253", "3"} <= {str(reason) for (reason,) in at_claim}


def test_institutional_claims_have_their_bill_types_and_revenue_codes(read: Read) -> None:
    assert read.texts("claims", "facility_type") == {"11", "13", "22", "34", "74", "75", "85"}
    assert {"0420", "0430"} <= read.texts("services", "revenue_code")
    assert read.texts("claims", "filing_indicator") == {"MB", "MA", "16", "HM"}


def test_the_sender_marks_every_file_as_synthetic(read: Read) -> None:
    senders = {result.document[0].elements[5] for result in read.files}
    assert senders == {b"KXSYNTHETIC    "}
    assert all("SYNTHETIC" in name for name in read.texts("payments", "payer_name"))
    assert all(name.startswith("SAMPLE-") for name in read.texts("claims", "patient_last_name"))


def test_identifiers_have_their_true_formats(read: Read) -> None:
    identifiers = read.texts("claims", "patient_id") | read.texts("claims", "corrected_patient_id")
    odd = {one for one in identifiers if not _MBI.fullmatch(one) and not one.startswith("KXS")}
    assert all(_MBI.fullmatch(re.sub("[- ]", "", one).upper()) for one in odd)
    assert {bool(re.search(mark, one)) for mark in ("-", " ", "[a-z]") for one in odd} == {True, False}
    numbers = read.texts("payments", "payee_id") | read.texts("services", "rendering_npi")
    numbers |= read.texts("claims", "rendering_provider_id")
    assert 26 <= len(numbers) <= 30
    assert all(_has_check_digit(number) for number in numbers)


def _has_check_digit(npi: str) -> bool:
    """Luhn over 80840 and the NPI, from the right: every second digit counts double."""
    digits = [int(digit) for digit in reversed(f"80840{npi}")]
    return len(npi) == 10 and sum(sum(divmod(d * (1 + at % 2), 10)) for at, d in enumerate(digits)) % 10 == 0


def test_truth_lists_exactly_the_lines_of_the_files(read: Read, small_practice: Path) -> None:
    told = f"""
        select payment_trace_number, payer_claim_control_number, claim_status_code, line_item_control_number,
            charge_cents, sent_paid_cents
        from read_csv('{small_practice / "truth" / "lines.csv"}', all_varchar = true)
    """
    found = """
        select distinct cast(trace_number as varchar), cast(payer_control_number as varchar),
            cast(claim_status as varchar), cast(line_item_control_number as varchar),
            cast(cast(services.charge_amount * 100 as bigint) as varchar),
            cast(cast(services.payment_amount * 100 as bigint) as varchar)
        from services
        inner join claims on services.file = claims.file and services.claim = claims.row
        inner join payments on claims.file = payments.file and claims.payment = payments.row
    """
    assert read.rows(f"(({told}) except all ({found})) union all (({found}) except all ({told}))") == []
