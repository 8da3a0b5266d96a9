"""The data quality figures add up, and gaps are seen."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.theme import LIGHT
from dashboard.views.data_quality.charts import BALANCE, MOST_CLINICS, draw_arrivals, draw_line_balance, pick_clinics
from dashboard.views.data_quality.text import answer_quality, name_balance, say_drawn, title_arrivals, title_balance
from dashboard.views.definitions.charts import draw_thresholds
from tests.dashboard.sample_practice import ask_number, ask_query


@pytest.fixture
def months() -> pd.DataFrame:
    """Two clinics over three months, as queries/payment_months.sql answers."""
    return pd.DataFrame(
        {
            "payee_npi": ["1"] * 3 + ["2"] * 3,
            "payee_name": ["Elm"] * 3 + ["Oak"] * 3,
            "payment_month": list(pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"])) * 2,
            "payments": [2, 0, 1, 0, 4, 0],
            "claim_payments": [20, 0, 10, 0, 40, 0],
            "payment_cents": [200, 0, 100, 0, 400, 0],
        }
    )


def test_every_clinic_has_every_month(practice_home: Path) -> None:
    found = ask_query(practice_home, "payment_months")
    clinics, months = found["payee_npi"].nunique(), found["payment_month"].nunique()
    first, last = found["payment_month"].min(), found["payment_month"].max()
    assert len(found) == clinics * months
    assert months == len(pd.date_range(first, last, freq="MS"))
    assert found["payments"].sum() == ask_number(practice_home, "select count(*) from mart.payment")


def test_gaps_are_marks_of_their_own(months: pd.DataFrame) -> None:
    arrived, absent = draw_arrivals(months, LIGHT).data
    assert list(arrived.y) == ["Elm", "Elm", "Oak"]
    assert list(absent.y) == ["Elm", "Oak", "Oak"]
    assert absent.marker.color == LIGHT.warning
    title = title_arrivals(months)
    assert title == "3 gaps: no payment for Elm in Feb 2026, Oak in Jan 2026, Oak in Mar 2026"


def test_of_many_clinics_those_with_a_gap_are_drawn_first(months: pd.DataFrame) -> None:
    whole = months[months["payments"] > 0].head(1)
    many = [whole.assign(payee_name=f"Clinic {number:02}", payee_npi=str(number)) for number in range(MOST_CLINICS)]
    everybody = pd.concat([*many, months], ignore_index=True)
    picked = pick_clinics(everybody)
    assert picked[:2] == ["Oak", "Elm"], "the newest month without payments is Oak's"
    assert picked[2:] == [f"Clinic {number:02}" for number in range(MOST_CLINICS - 2)]
    figure = draw_arrivals(everybody, LIGHT)
    assert {name for trace in figure.data for name in trace.y} == set(picked)
    assert say_drawn(len(picked), everybody["payee_name"].nunique()).startswith("Showing 25 of 27 clinics")
    assert say_drawn(len(pick_clinics(months)), 2) == ""


def test_no_gap_is_said(months: pd.DataFrame) -> None:
    only = months[(months["payee_npi"] == "2") & (months["payments"] > 0)]
    assert title_arrivals(only) == "Payments in Feb 2026, the only month so far"


def test_each_part_begins_where_the_one_before_ended() -> None:
    balance = pd.DataFrame({"category": ["standing_in_pool", "reversal"], "service_lines": [90, 10]})
    (bars,) = draw_line_balance(balance, LIGHT).data
    assert list(bars.x) == [100, 90, 0, 0, 10, 0, 0, 0]
    assert list(bars.base) == [0, 0, 90, 90, 90, 100, 100, 100]
    assert title_balance(balance) == "100 lines read = 90 final, counts toward a threshold + 10 reversals"
    assert list(name_balance(balance)["service_lines"]) == list(bars.x)[1:]
    assert len(BALANCE) == 7


def verdict(**changes: int) -> "pd.Series[Any]":
    names = ("duplicate_files", "refused_files", "set_aside_rows", "file_notes", "failed_critical_checks")
    plain = dict.fromkeys((*names, "failed_warning_checks", "unbalanced_payments"), 0)
    return pd.Series(plain | {"accepted_files": 3, "checks": 20, "payments": 5} | changes)


def test_the_verdict_comes_first_and_names_what_is_wrong() -> None:
    rules = pd.DataFrame({"rule": ["no_service_date"], "set_aside_rows": [2], "service_lines": [2]})
    assert answer_quality(verdict(), rules.head(0)).startswith(
        "Yes. 3 files imported, 5 payments balanced, 20 checks run;"
    )
    said = answer_quality(verdict(set_aside_rows=2), rules)
    assert said.startswith("Usable, with exceptions: 2 rows or claim payments excluded (2: no date of service")
    assert answer_quality(verdict(failed_critical_checks=1), rules).startswith("Not usable: 1 critical check failed.")
    assert answer_quality(verdict(accepted_files=0, refused_files=1), rules).endswith("imported yet: 1 file refused.")


def test_thresholds_are_labelled_with_their_amounts() -> None:
    years = pd.DataFrame(
        {
            "calendar_year": [2025, 2026],
            "kx_threshold_cents": [241000, 248000],
            "medical_review_cents": [300000, 300000],
            "alert_cents": [200000, 200000],
        }
    )
    main = draw_thresholds(years, LIGHT).data[-1]
    assert list(main.y) == [241000, 248000]
    assert list(main.text) == ["$2,410", "$2,480<br>KX threshold"]
