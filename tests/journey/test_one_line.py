"""One service line from the bytes of its file to the dot on a chart, and what it is on every stage between."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dashboard.theme import LIGHT
from dashboard.views.crossings.charts.patient import draw_steps
from dashboard.warehouse import rows
from tests.builders import claim, line, npi, payment, remittances
from tests.scenarios import expect
from tests.warehouses import build_home, open_warehouse

SEGMENT = b"SVC*HC:97110:GP:KX*150*90.94**1~"
SEGMENT_NUMBER = 35
THERAPIST = npi(41)


@pytest.fixture(scope="module")
def journey_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """$2,350.00 was allowed in 2025; then this line, charged 150.00 and allowed 116.00, crosses $2,410.00."""
    home = tmp_path_factory.mktemp("journey") / "home"
    earlier = claim("EARLIER", line("97530", on="2025-03-03", allowed=235_000))
    crossing = claim(
        "CROSSING", line("97110", "GP KX", "2025-06-02", allowed=11_600, charge=15_000), provider=THERAPIST
    )
    content = remittances(payment(earlier, on="2025-03-20"), payment(crossing, on="2025-06-20"))
    assert content.split(b"\n")[SEGMENT_NUMBER - 1] == SEGMENT
    assert build_home(home, {"june.835": content}).exit_code == 0
    return home


def test_the_archive_holds_the_line_as_sent(journey_home: Path) -> None:
    with duckdb.connect(str(journey_home / "archive.duckdb"), read_only=True) as archive:
        expect(
            archive,
            "source.service_line",
            f"""
            procedure_code | modifier_1 | modifier_2 | charge_amount | paid_amount | allowed_amount | segment_number
            97110          | GP         | KX         | 150           | 90.94       | 116            | {SEGMENT_NUMBER}
            """,
            "procedure_code = '97110'",
        )


def test_its_entries_sum_to_nothing(journey_home: Path) -> None:
    with open_warehouse(journey_home) as warehouse:
        expect(
            warehouse,
            "ledger.entry inner join ledger.service_line using (line_place)",
            """
            entry_category | adjustment_reason_code | amount_cents
            charge         | -                      | 15000
            adjustment     | 45                     | -3400
            adjustment     | 2                      | -2320
            adjustment     | 253                    | -186
            payment        | -                      | -9094
            """,
            "procedure_code = '97110'",
        )


def test_its_pool_crosses_the_threshold_with_it(journey_home: Path) -> None:
    with open_warehouse(journey_home) as warehouse:
        expect(
            warehouse,
            "ledger.therapy_accrual",
            """
            order_basis  | accrued_before_cents | accrued_after_cents | kx_position | kx_finding
            received     | 235000               | 246600              | crossing    | on_time
            service_date | 235000               | 246600              | crossing    | on_time
            """,
            "line_sequence = 2",
        )


def test_every_mart_counts_it_once(journey_home: Path) -> None:
    with open_warehouse(journey_home) as warehouse:
        expect(
            warehouse,
            "mart.line",
            f"""
            segment_number | file_name | modifiers | allowed_cents | allowed_basis | kx_position | kx_finding
            {SEGMENT_NUMBER}             | june.835  | GP,KX     | 11600         | amt_b6        | crossing    | on_time
            """,
            "procedure_code = '97110'",
        )
        expect(
            warehouse,
            "mart.threshold_crossing",
            """
            kx_crossing_date | days_to_kx | visits_to_kx | accrued_cents | status
            2025-06-02       | 91         | 2            | 246600        | over_kx
            """,
            "order_basis = 'received'",
        )
        expect(
            warehouse,
            "mart.provider_kx",
            """
            period_type | period_start | lines | kx_lines | over_lines | over_kx_lines | all_kx_category
            month       | 2025-06-01   | 1     | 1        | 1          | 1             | explained
            year        | 2025-01-01   | 1     | 1        | 1          | 1             | explained
            """,
            f"provider_npi = '{THERAPIST}'",
        )


def test_its_evidence_is_the_bytes_of_its_claim_payment(journey_home: Path) -> None:
    with open_warehouse(journey_home) as warehouse:
        found = warehouse.execute(
            "select claim_evidence.segment_number, line.segment_number, raw_segments from mart.claim_evidence"
            " inner join mart.line using (claim_payment_key) where procedure_code = '97110'"
        ).fetchall()
    ((first, segment, raw),) = found
    assert raw.splitlines()[segment - first].encode() + b"~" == SEGMENT


def test_the_page_draws_it_where_the_ledger_put_it(journey_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KXWATCH_HOME", str(journey_home))
    with open_warehouse(journey_home) as warehouse:
        ((key, line_key),) = warehouse.execute(
            "select beneficiary_key, service_line_key from mart.line where procedure_code = '97110'"
        ).fetchall()
    year = rows("patient_pools", beneficiary_key=key, order_basis="received").iloc[0]
    positions = rows("patient_positions", beneficiary_key=key, pool="PT_SLP", calendar_year=2025)
    figure = draw_steps(positions, year, LIGHT)
    traces = {trace.name: trace for trace in figure.data}
    assert list(traces["as received"].y) == [0, 235_000, 246_600]
    assert traces["KX"].customdata.tolist() == [[line_key]]
    assert year["kx_crossing_line_key"] == line_key
    assert Decimal(int(traces["KX"].y[0])) == 246_600
