"""The data quality figures add up, and gaps are seen."""

from typing import Any

import pandas as pd
import pytest

from dashboard.theme import LIGHT
from dashboard.views.data_quality.charts import BALANCE, complete_months, draw_arrivals, draw_line_balance
from dashboard.views.data_quality.text import answer_quality, name_balance, title_arrivals, title_balance
from dashboard.views.definitions.charts import draw_thresholds


@pytest.fixture
def payments() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "payee_npi": ["1", "1", "2"],
            "payee_name": ["Elm", "Elm", "Oak"],
            "payment_month": pd.to_datetime(["2026-01-01", "2026-03-01", "2026-02-01"]),
            "payments": [2, 1, 4],
            "claim_payments": [20, 10, 40],
            "payment_cents": [200, 100, 400],
        }
    )


def test_every_clinic_has_every_month(payments: pd.DataFrame) -> None:
    complete = complete_months(payments)
    assert len(complete) == 6
    assert complete["payments"].sum() == 7
    assert (complete["payments"] == 0).sum() == 3


def test_gaps_are_marks_of_their_own(payments: pd.DataFrame) -> None:
    arrived, absent = draw_arrivals(complete_months(payments), LIGHT).data
    assert list(arrived.y) == ["Elm", "Elm", "Oak"]
    assert list(absent.y) == ["Elm", "Oak", "Oak"]
    assert absent.marker.color == LIGHT.warning
    title = title_arrivals(complete_months(payments))
    assert title == "3 gaps: no payment for Elm in Feb 2026, Oak in Jan 2026, Oak in Mar 2026"


def test_no_gap_is_said(payments: pd.DataFrame) -> None:
    assert title_arrivals(complete_months(payments.tail(1))) == "Payments in Feb 2026, the only month so far"


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
