"""What the evidence says of shares and bases, and Data quality of lines that Medicare may count in another way."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.components.evidence.text import say_allowed, say_shares
from dashboard.views.data_quality.text import say_bases
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask, ask_query


def make_bases(**more: int) -> pd.Series:
    return pd.Series({"secondary_lines": 0, "secondary_cents": 0, "cost_lines": 0, "cost_cents": 0, **more})


def test_line_and_claim_shares_stand_apart() -> None:
    shares = pd.DataFrame(
        {
            "adjustment_group_code": ["CO", "PR"],
            "adjustment_reason_code": ["119", "2"],
            "claim_adjustment_cents": [15_000, 1_000],
            "share_cents": [10_000, 667],
        }
    )
    assert say_shares(shares) == (
        "This line's share of claim-level adjustments: CO-119: $100.00 of $150.00 for the whole claim; "
        "PR-2: $6.67 of $10.00 for the whole claim."
    )
    assert say_shares(shares.head(0)) == ""


def test_the_query_of_shares_answers(practice_home: Path) -> None:
    assert ask_query(practice_home, "evidence_shares", service_line_key="unknown").empty


@pytest.mark.parametrize(
    ("basis", "words"), [("secondary", "as secondary payer"), ("cost", "critical access hospital")]
)
def test_a_basis_is_said_in_words(basis: str, words: str) -> None:
    assert words in say_allowed(pd.Series({"allowed_cents": 100, "allowed_basis": basis}))


def test_the_data_page_counts_what_is_not_known() -> None:
    assert say_bases(make_bases()) == ""
    assert say_bases(make_bases(secondary_lines=1, secondary_cents=2_320)) == (
        "Counted toward a threshold as Medicare's own payment implies: 1 line that Medicare paid as secondary payer "
        "($23 allowed). See Definitions for what is not known about them."
    )
    both = say_bases(make_bases(secondary_lines=2, secondary_cents=100_000, cost_lines=3, cost_cents=900_000))
    assert "2 lines that Medicare paid as secondary payer ($1,000 allowed) and 3 lines of critical access" in both


def test_the_count_is_that_of_the_lines(practice_home: Path) -> None:
    found = ask_query(practice_home, "allowed_bases").iloc[0]
    for basis in ("secondary", "cost"):
        lines = ask(
            practice_home,
            "select count(*) as lines, coalesce(sum(allowed_cents), 0) as cents from mart.line"
            " where pool is not null and allowed_basis = $basis",
            basis=basis,
        ).iloc[0]
        assert (found[f"{basis}_lines"], found[f"{basis}_cents"]) == (lines["lines"], lines["cents"])


def test_the_denials_page_names_signed_notices(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", period="all")
    assert any("Signed ABN (GA), patient responsible" in str(caption.value) for caption in app.caption)
