"""The queries of the crossings page show the marts, neither more nor less."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.sample_practice import ask, ask_number, ask_query

SINCE = date(2026, 9, 30)
YEAR = 2026


def count_patients(practice_home: Path, **filters: Any) -> int:
    return len(ask_query(practice_home, "crossing_patients", calendar_year=YEAR, since_date=SINCE, **filters))


def test_every_patient_and_pool_of_the_year_is_there_once(practice_home: Path) -> None:
    expected = "select count(*) from mart.threshold_crossing where calendar_year = $year and order_basis = 'received'"
    assert count_patients(practice_home) == ask_number(practice_home, expected, year=YEAR) > 0


def test_the_sentence_counts_the_rows_of_the_list(practice_home: Path) -> None:
    patients = ask_query(practice_home, "crossing_patients", calendar_year=YEAR, since_date=SINCE)
    counts = ask_query(practice_home, "crossing_counts", calendar_year=YEAR, since_date=SINCE).iloc[0]
    assert counts["crossings"] == patients["kx_crossing_date"].notna().sum() > 0
    assert counts["crossed_patients"] == patients.loc[patients["kx_crossing_date"].notna(), "beneficiary_key"].nunique()
    assert counts["new_crossings"] == patients["is_new_crossing"].sum()
    assert counts["open_pairs"] == patients["is_open"].sum() > 0
    assert counts["open_below"] + counts["open_approaching"] + counts["open_over"] == counts["open_pairs"]


def test_those_nearest_to_the_threshold_stand_first(practice_home: Path) -> None:
    left = ask_query(practice_home, "crossing_patients", calendar_year=YEAR, since_date=SINCE)["left_cents"].abs()
    assert left.dropna().is_monotonic_increasing


@pytest.mark.parametrize("column", ["provider_npi", "payee_npi"])
def test_a_filter_keeps_the_patients_that_were_seen_there(practice_home: Path, column: str) -> None:
    bridge = ask(practice_home, "select * from mart.crossing_provider where calendar_year = $year", year=YEAR)
    pairs = bridge[[column, "beneficiary_key", "pool"]].drop_duplicates()
    seen = pairs.groupby(column).size()
    assert len(seen) > 1
    for npi, number in seen.items():
        assert count_patients(practice_home, **{column: npi}) == number


def test_both_filters_ask_for_one_provider_in_one_clinic(practice_home: Path) -> None:
    found = ask(
        practice_home,
        "select payee_npi, provider_npi from mart.crossing_provider where calendar_year = $year",
        year=YEAR,
    )
    clinic, provider = found["payee_npi"].iloc[0], found["provider_npi"].iloc[0]
    assert (
        0
        < count_patients(practice_home, payee_npi=clinic, provider_npi=provider)
        <= count_patients(practice_home, provider_npi=provider)
    )
    assert count_patients(practice_home, payee_npi="0000000000", provider_npi=provider) == 0


def test_the_steps_of_a_patient_end_where_the_mart_says(practice_home: Path) -> None:
    for patient in (
        ask_query(practice_home, "crossing_patients", calendar_year=YEAR, since_date=SINCE).head(10).itertuples()
    ):
        account = {"beneficiary_key": patient.beneficiary_key, "pool": patient.pool, "calendar_year": YEAR}
        steps = ask_query(practice_home, "patient_positions", **account)
        received = steps[steps["order_basis"] == "received"]
        assert received["allowed_cents"].sum() == patient.own_accrued_cents
        assert list(received["line_sequence"]) == list(range(1, len(received) + 1))
        assert len(steps) == 2 * len(received)
        assert len(received) == patient.lines
