"""What is said of denials: what they cost, what is open, what to do, never more than a remittance can know."""

from typing import Any

import pandas as pd
import pytest

from dashboard.components.denial_labels import CATEGORY_NAMES
from dashboard.views.denials.text.denials import (
    say_beside,
    say_change,
    say_leakage,
    say_outside,
    say_route,
    say_service,
    title_categories,
    title_months,
    title_waterfall,
)

Row = pd.Series
TOTALS = {
    "services": 10, "recovered": 4, "open": 4, "expired": 2, "duplicates": 0, "without_amount": 0, "leaking": 6,
    "signed_notices": 0, "signed_notice_cents": 0,
    "expected_cents": 100_000, "recovered_cents": 40_000, "open_cents": 45_000, "expired_cents": 15_000,
    "leakage_cents": 60_000, "nearest_deadline": pd.Timestamp("2026-11-06"), "nearest_days_left": 9,
    "open_within_month": 1,
    "open_within_month_cents": 3_100, "median_days_to_recover": 57.5, "earlier_leakage_cents": 55_000,
}  # fmt: skip
SERVICE = {
    "procedure_code": "97110", "service_date": pd.Timestamp("2026-01-05"), "modifiers": "GP",
    "first_denied_date": pd.Timestamp("2026-02-01"), "adjustment_group_code": "CO", "adjustment_reason_code": "119",
    "times_denied": 2, "expected_allowed_cents": 4_606, "state": "open", "denial_category": "missing_kx",
    "reopening_deadline": pd.Timestamp("2027-02-01"), "days_left": 1, "recovered_date": pd.Timestamp("2026-03-01"),
    "recovered_allowed_cents": 4_500, "days_to_recover": 28,
}  # fmt: skip
SINCE = pd.Timestamp("2026-09-30")


def totals(**other: Any) -> "Row[Any]":
    return pd.Series(TOTALS | other)


def service(**other: Any) -> "Row[Any]":
    return pd.Series(SERVICE | other)


def test_the_answer_is_the_leakage_and_what_of_it_is_open() -> None:
    said = say_leakage(totals(), "missing_kx")
    assert said.startswith("Missing-KX denials: $600 to date (6 services); $450 of it is still recoverable")
    assert said.endswith("nearest filing deadline Nov 6, 2026, 9 days left.")


def test_with_nothing_open_there_is_no_deadline() -> None:
    said = say_leakage(totals(open=0, nearest_deadline=pd.NaT), None)
    assert said == "Denials: $600 to date (6 services); nothing is still recoverable."


def test_the_change_compares_the_same_measure() -> None:
    said = say_change(totals(), SINCE)
    assert said.startswith("As of Sep 30, 2026: $550.")
    assert "40% of the denied services (4 of 10) were recovered, half of them within 58 days." in said
    assert said.endswith("Expiring within 30 days: 1 open service ($31).")


def test_without_recoveries_and_deadlines_nothing_is_said_of_them() -> None:
    assert say_change(totals(recovered=0, open_within_month=0), SINCE) == "As of Sep 30, 2026: $550."


def test_what_the_dollars_leave_out_is_counted() -> None:
    said = say_beside(totals(without_amount=2, duplicates=1))
    assert "2 services of these have no comparable allowed line and count as $0." in said
    assert said.endswith("1 duplicate denial is excluded from the dollars.")
    assert say_beside(totals(duplicates=3)).endswith("3 duplicate denials are excluded from the dollars.")


def test_signed_notices_are_named_beside_the_dollars() -> None:
    said = say_beside(totals(signed_notices=2, signed_notice_cents=21_000))
    assert said.endswith("Signed ABN (GA), patient responsible: 2 services ($210 expected) not counted as leakage.")
    assert "signed" not in say_beside(totals()).lower()


def test_titles_say_the_finding() -> None:
    assert title_waterfall(totals(), "documentation").startswith(
        "Of $1,000 in documentation denials (10 services), $400"
    )
    months = pd.DataFrame(
        {"first_denied_month": pd.to_datetime(["2026-01-01", "2026-02-01"]), "expected_cents": [1_000, 9_000]}
    )
    assert title_months(months) == "By month of first denial: most in February 2026 ($90)"
    reasons = pd.DataFrame({"denial_category": ["missing_kx", "other"], "expected_cents": [75, 25]})
    assert title_categories(reasons) == "By reason: missing KX is 75% of the dollars"


def test_a_patient_charge_is_to_be_checked_without_a_notice() -> None:
    assert "was the patient charged?" in say_route(service(adjustment_group_code="PR"))
    assert "was the patient charged?" not in say_route(service(adjustment_group_code="PR", modifiers="GP,GA"))
    assert "was the patient charged?" not in say_route(service())


@pytest.mark.parametrize("category", [name for name in CATEGORY_NAMES if name != "duplicate"])
def test_every_reason_has_a_next_step(category: str) -> None:
    assert say_route(service(denial_category=category))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("open", "Deadline Feb 1, 2027, 1 day left: reopen or correct with KX"),
        ("recovered", "Recovered on Mar 1, 2026 with $45.00 allowed, after 28 days."),
        ("duplicate", "A duplicate: the payer says it already has this service."),
        ("expired", "The one-year reopening period ended Feb 1, 2027."),
    ],
)
def test_a_service_in_a_sentence(state: str, words: str) -> None:
    said = say_service(service(state=state))
    assert said.startswith(
        "97110 of Jan 5, 2026: first denied Feb 1, 2026 (CO-119), 2 times in total; expected $46.06."
    )
    assert words in said


def test_open_services_outside_the_period_are_counted() -> None:
    said = say_outside(totals(), totals(open=5))
    assert said.startswith("1 more open denial from other periods.")
    assert said.endswith("Nearest filing deadline: Nov 6, 2026.")
