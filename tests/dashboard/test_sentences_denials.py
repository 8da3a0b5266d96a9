"""What is said of denials: what they cost, what is open, what to do, never more than a remittance can know."""

from typing import Any

import pandas as pd
import pytest

from dashboard.components.denial_labels import CATEGORY_NAMES
from dashboard.views.denials.text.denials import (
    say_beside,
    say_change,
    say_lead,
    say_nearest,
    say_route,
    say_service,
    title_categories,
    title_clinics,
    title_months,
    title_strip,
)

Row = pd.Series
TOTALS = {
    "services": 10, "recovered": 4, "open": 4, "expired": 2, "duplicates": 0, "without_amount": 0, "leaking": 6,
    "signed_notices": 0, "signed_notice_cents": 0,
    "expected_cents": 100_000, "recovered_cents": 40_000, "open_cents": 45_000, "expired_cents": 15_000,
    "leakage_cents": 60_000, "median_days_to_recover": 57.5, "earlier_leakage_cents": 55_000,
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


def test_the_answer_is_lost_recoverable_and_recovered() -> None:
    assert say_lead(totals(), "missing_kx") == "Missing-KX denials: $150 lost, $450 recoverable, $400 recovered"
    assert say_lead(totals(expired_cents=0), None).startswith("Denials: $0 lost, ")


@pytest.mark.parametrize(
    ("claims", "services", "deadline", "said"),
    [
        (2, 4, "2026-11-06", "2 claims to correct; nearest filing deadline Nov 6, 2026, 9 days left."),
        (1, 3, "NaT", "No correction route remains for the 1 claim still open."),
        (0, 0, "NaT", "Nothing is open."),
    ],
)
def test_the_nearest_deadline_is_that_of_the_queue(claims: int, services: int, deadline: str, said: str) -> None:
    row = {"claims": claims, "services": services, "nearest_deadline": pd.Timestamp(deadline), "nearest_days_left": 9}
    assert say_nearest(pd.Series(row, dtype="object")) == said


def test_the_change_compares_the_same_measure() -> None:
    said = say_change(totals(), SINCE)
    assert said.startswith("Leakage to date $600 (6 services); as of Sep 30, 2026: $550.")
    assert "40% of the denied services (4 of 10) were recovered, half of them within 58 days." in said


def test_without_recoveries_nothing_is_said_of_them() -> None:
    said = say_change(totals(recovered=0), SINCE)
    assert said == "Leakage to date $600 (6 services); as of Sep 30, 2026: $550."


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
    assert title_strip(totals(), "documentation") == "$1,000 in documentation denials (10 services), all months"
    clinics = {"payee_name": ["Harbor", "Elm"], "expected_cents": [75_00, 25_00], "services": [3, 1]}
    assert title_clinics(pd.DataFrame({**clinics, "expired_cents": [10_00, 5_00]})) == (
        "By clinic: Harbor has 75% of the dollars (4 services); $15 lost in all"
    )
    months = pd.DataFrame(
        {
            "first_denied_month": pd.to_datetime(["2026-01-01", "2026-02-01"]),
            "expected_cents": [1_000, 9_000],
            "services": [1, 2],
        }
    )
    assert title_months(months) == "By month of first denial: most in February 2026 ($90); 3 services in all"
    reasons = pd.DataFrame({"denial_category": ["missing_kx", "other"], "expected_cents": [75, 25], "services": [3, 1]})
    assert title_categories(reasons) == "By reason: missing KX is 75% of the dollars (4 services)"


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
