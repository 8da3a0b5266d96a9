"""Documented visits: clocks of progress reports and plans of care, and documented against billed units."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from pipelines.simulate import simulate_practice
from tests.builders import claim, line, payment, remittance, remittances
from tests.documented import documented, visit
from tests.facts import ClaimPayment
from tests.scenarios import expect, told
from tests.warehouses import build_some_in_memory

DAYS = [f"2026-01-{day:02d}" for day in range(5, 17)]


def _billed(on: str = "2026-01-05", **cells: object) -> ClaimPayment:
    lines = [line("97110", "GP", on=on, units="3"), line("97140", "GP", on=on)]
    return claim("I1", *lines, last_name="SAMPLE", first_name="ADA", **cells)  # type: ignore[arg-type]


def test_ten_treatment_days_without_a_progress_report_are_overdue() -> None:
    rows = [
        visit(DAYS[0], "Initial Examination"),
        *(visit(day) for day in DAYS[1:11]),
        visit(DAYS[11], "Progress Note"),
    ]
    with told(documented(*rows)) as warehouse:
        found = warehouse.execute(
            "select treatment_days, is_report_overdue from mart.documented_visit order by service_date"
        ).fetchall()
        assert found == [(0, False), *((count, False) for count in range(1, 10)), (10, True), (0, False)]


def test_a_plan_of_care_older_than_90_days_is_overdue() -> None:
    rows = [
        visit("2026-01-05", "Initial Eval"),
        visit("2026-04-05"),
        visit("2026-04-06"),
        visit("2026-04-07", "Re-Evaluation"),
    ]
    with told(documented(*rows)) as warehouse:
        expect(
            warehouse,
            "mart.documented_visit",
            """
            service_date | plan_of_care_date | plan_of_care_days | is_plan_overdue
            2026-01-05   | 2026-01-05        | 0                 | no
            2026-04-05   | 2026-01-05        | 90                | no
            2026-04-06   | 2026-01-05        | 91                | yes
            2026-04-07   | 2026-04-07        | 0                 | no
            """,
        )


def test_the_export_may_name_the_plan_of_care_and_need_not_hold_its_beginning() -> None:
    rows = [visit(day, plan_of_care_date="2025-11-01") for day in ("2026-01-05", "2026-02-05")]
    with told(documented(*rows, extra=("plan_of_care_date",))) as warehouse:
        expect(
            warehouse,
            "mart.documented_visit",
            """
            service_date | treatment_days | plan_of_care_days | is_plan_overdue | is_last_visit
            2026-01-05   | 1              | 65                | no              | no
            2026-02-05   | 2              | 96                | yes             | yes
            """,
        )


def test_a_course_is_active_while_its_newest_visit_is_not_older_than_30_days() -> None:
    rows = [visit("2026-01-05"), visit("2026-01-06"), visit("2026-01-07", case_name="CASE 2")]
    for through, active in (("2026-02-05", 2), ("2026-02-06", 1), ("2026-02-07", 0)):
        with told(remittance(_billed(), on="2026-01-20"), documented(*rows), as_of=through) as warehouse:
            query = "select count(*) from mart.documented_visit where is_active_course"
            assert warehouse.execute(query).fetchall() == [(active,)]


def test_each_discipline_has_clocks_of_its_own() -> None:
    rows = [
        visit("2026-01-05", "Initial Eval", visit_id="A"),
        visit("2026-01-05", "Initial Eval", visit_id="B", modifier="GO"),
        visit("2026-01-06", visit_id="C", modifier="GO"),
        visit("2026-01-06", visit_id="C", modifier=""),
    ]
    with told(documented(*rows)) as warehouse:
        expect(
            warehouse,
            "mart.documented_visit",
            """
            service_date | discipline | treatment_days
            2026-01-05   | PT         | 0
            2026-01-05   | OT         | 0
            2026-01-06   | OT         | 1
            """,
        )


def test_documented_units_are_held_against_billed_ones() -> None:
    """By name and date: 97110 has fewer units than billed, 97140 none, and 97530 was not billed."""
    rows = [{"units": "2"}, {"cpt_code": "97530"}, {"date_of_service": "2026-02-05", "visit_id": "V9"}]
    with told(remittance(_billed(), on="2026-01-20"), documented(*rows)) as warehouse:
        expect(
            warehouse,
            "mart.documented_service",
            """
            service_date | procedure_code | documented_units | billed_units | documentation_category
            2026-01-05   | 97110          | 2                | 3            | billed_more
            2026-01-05   | 97140          | -                | 1            | not_documented
            2026-01-05   | 97530          | 2                | -            | not_billed
            2026-02-05   | 97110          | 2                | -            | no_remittance
            """,
        )


def test_the_newest_export_of_a_visit_counts() -> None:
    first, second = documented({"units": "1"}), documented({"units": "3"})
    with told(remittance(_billed(), on="2026-01-20"), first, second) as warehouse:
        found = warehouse.execute("select documented_units from mart.documented_service where procedure_code = '97110'")
        assert found.fetchall() == [(3,)]


def test_patients_of_one_name_are_told_apart_by_their_dates_or_not_at_all() -> None:
    """Two patients are named alike; the dates of the export fit one of them, and of another export neither."""
    other = claim("I2", line(on="2026-01-07"), patient="9KX1KX1KX02", last_name="SAMPLE", first_name="ADA")
    payments = remittances(payment(_billed(), on="2026-01-20"), payment(other, on="2026-01-21"))
    unclear = documented(visit("2026-03-05", patient_dob="1950-01-01"))
    stranger = documented(visit("2026-03-05", patient_name="Sample, Eve"))
    with told(payments, documented({}), unclear, stranger) as warehouse:
        matched = warehouse.execute(
            "select patient_id from mart.documented_visit inner join mart.beneficiary using (beneficiary_key)"
        )
        assert matched.fetchall() == [("1EG4TE5MK73",)]
        notes = warehouse.execute("select file_name, rule from mart.file_note order by 1").fetchall()
        assert notes == [("file3", "documented_patient_ambiguous"), ("file4", "documented_patient_unknown")]


def test_diagnoses_that_cross_often() -> None:
    over = claim("I1", line(allowed=300_000), last_name="SAMPLE", first_name="ADA")
    below = claim("I2", line(), patient="9KX1KX1KX02", last_name="SAMPLE", first_name="EVE")
    rows = [{"treating_diagnosis": "M54.50; R26.2"}, {"patient_name": "Sample, Eve", "visit_id": "V2"}]
    with told(remittance(over, below, on="2026-01-20"), documented(*rows)) as warehouse:
        expect(
            warehouse,
            "mart.diagnosis_crossing",
            """
            diagnosis_code | pool   | calendar_year | patients | crossed_patients | crossed_ratio | accrued_cents
            M54.50         | PT_SLP | 2026          | 2        | 1                | 0.5           | 310000
            """,
        )


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A simulated practice with its documented units and their truth."""
    folder = tmp_path_factory.mktemp("practice")
    simulate_practice(4_000, 3, folder, has_claims=True)
    files = sorted(path for name in ("remittances", "documented_units") for path in (folder / name).rglob("*.*"))
    offered = [(path.name, path.read_bytes()) for path in files]
    with closing(build_some_in_memory(offered, ["mart.documented_visit", "mart.documented_service"])) as warehouse:
        yield warehouse, folder / "truth" / "documented.csv"


def test_the_clocks_are_those_of_the_truth(practice: tuple[duckdb.DuckDBPyConnection, Path]) -> None:
    warehouse, truth = practice
    told_days: dict[str, set[int]] = defaultdict(set)
    with truth.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            told_days[row["service_date"] + row["visit_type"]].add(int(row["visits_since_progress_report"]))
    found = warehouse.execute("select service_date, visit_type, treatment_days from mart.documented_visit").fetchall()
    assert len(found) > 50
    assert all(days in told_days[f"{day}{kind}"] for day, kind, days in found)


def test_units_differ_where_the_truth_says_so(practice: tuple[duckdb.DuckDBPyConnection, Path]) -> None:
    warehouse, truth = practice
    with truth.open(encoding="utf-8", newline="") as rows:
        fewer = sum(row["billed_units"] != row["documented_units"] for row in csv.DictReader(rows))
    found = warehouse.execute(
        "select count(*) from mart.documented_service where documentation_category not in ('equal', 'no_remittance')"
    ).fetchall()
    assert 0 < found[0][0] <= fewer
