"""One review list: the overview, the providers page and the download name the same providers for the same reasons."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.components.review_text import (
    add_reasons,
    answer_providers,
    say_change,
    say_evidence,
    say_provider,
    say_times,
    say_unjudged,
)
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask

LISTED = (
    "select provider_npi, has_all_kx_reason, has_early_kx_reason from mart.provider_review where is_current"
    " and period_code = $period and payee_npi is not distinct from $clinic and pool is not distinct from $pool"
    " and is_judged"
)


def listed(npi: str, **more: Any) -> dict[str, Any]:
    return {
        "provider_name": f"Name{npi}, Ann", "provider_npi": npi, "has_all_kx_reason": True, "has_early_kx_reason": True,
        "beneficiaries": 33, "kx_beneficiaries": 33, "kx_lines": 1104, "early_kx_lines": 877, "far_early_kx_lines": 828,
        "rated_beneficiaries": 33, "rated_kx_beneficiaries": 33, "rate_ratio": 1.0, "exact_low_ratio": 0.89,
        "exact_high_ratio": 1.0, "others_ratio": 0.11, "chance_ratio": 0.0013, "adjusted_chance_ratio": 0.004,
    } | more  # fmt: skip


def test_evidence_says_far_and_near_then_each_reason() -> None:
    review = pd.DataFrame([listed("1"), listed("2", has_all_kx_reason=False)])
    both, early = (say_evidence(row) for row in review.itertuples())
    assert both == (
        "828 early KX lines far from the threshold (before the alert amount), 49 near it; KX on all 33 patients; 79% "
        "(877 of 1,104) of the KX lines are early; early KX on 100% (33 of 33) of patients (95% interval 89% to 100%), "
        "peers 11%; if this provider matched its peers, a share this high would happen by chance about 13 in 10,000 "
        "times."
    )
    assert "KX on all" not in early
    assert list(add_reasons(review)["reason"]) == ["100% KX; early KX above peers", "early KX above peers"]


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.04, "about 4% of the time"),
        (0.0013, "about 13 in 10,000 times"),
        (3e-6, "about 3 in a million times"),
        (1e-12, "less than once in a million times"),
    ],
)
def test_a_chance_is_said_in_plain_words(chance: float, said: str) -> None:
    assert say_times(chance) == said


def test_who_cannot_be_judged_is_named_with_what_is_missing() -> None:
    said = say_unjudged(pd.DataFrame([listed("1", has_all_kx_reason=False)]))
    assert said.startswith(
        "Cannot be judged: Name1, Ann (early KX above peers). The remittances of a clinic do not cover"
    )


def test_a_provider_page_says_whether_the_provider_is_on_the_list() -> None:
    review = pd.DataFrame([listed("1")])
    assert say_provider(review, review.head(0)).startswith("To review (100% KX; early KX above peers): 828 early KX")
    assert say_provider(review.head(0), review).startswith("Cannot be judged: Name1, Ann")
    assert say_provider(review.head(0), review.head(0)) == "Not on the review list of this period."


def test_early_lines_are_a_list_of_their_own_on_the_page_of_a_provider(show: ShowPage, practice_home: Path) -> None:
    expected = ask(
        practice_home,
        "select provider_npi, early_kx_lines from mart.provider_review where is_current and period_code = 'all'"
        " and payee_npi is null and pool is null order by early_kx_lines desc limit 1",
    ).iloc[0]
    app = show(practice_home, "providers", period="all", chosen=str(expected["provider_npi"]))
    assert not app.exception
    said = next(part.value for part in app.markdown if part.value.startswith("**Early KX lines of this provider**"))
    assert f"{expected['early_kx_lines']:,} lines" in said
    assert any(part.value.startswith("To review (") for part in app.header)


def test_the_answer_and_the_change_count_the_list() -> None:
    review = pd.DataFrame([listed("1"), listed("2", has_all_kx_reason=False)])
    found = pd.DataFrame({"provider_npi": ["1", "2", "3"]})
    assert answer_providers(review, found) == (
        "2 of 3 providers to review: 1 with 100% KX, 2 with early KX above peers."
    )
    assert answer_providers(review.head(0), found.head(1)) == "No provider stands out: 0 of 1 provider to review."
    end = pd.Timestamp("2026-09-30")
    assert say_change(1, 1, end) == "To review: 1, unchanged since Sep 30, 2026."
    assert say_change(2, 1, end) == "To review: 2; as of Sep 30, 2026: 1."


@pytest.mark.parametrize("period", ["2026", "all", "last-3"])
@pytest.mark.parametrize("pool", [None, "PT_SLP"])
def test_overview_and_providers_count_the_same_providers(
    show: ShowPage, practice_home: Path, period: str, pool: str | None
) -> None:
    expected = ask(practice_home, LISTED, period=period, clinic=None, pool=pool)
    asked = {"period": period} | ({"pool": pool} if pool else {})
    page = show(practice_home, "providers", **asked)
    assert not page.exception
    tables = [table.value for table in page.dataframe if "evidence" in table.value]
    shown = set(tables[0]["provider_npi"]) if tables else set()
    assert shown == set(expected["provider_npi"])
    assert any(part.value.startswith(f"**To review: {len(expected)} of ") for part in page.markdown)
    overview = show(practice_home, "overview", **asked)
    counted = [part.value for part in overview.markdown if "the KX pattern stands out" in part.value]
    assert bool(counted) == bool(len(expected))
    assert all(part.startswith(f"**{len(expected)} provider") for part in counted)
    reasons = [name for name, flag in (("100% KX", "has_all_kx_reason"), ("early KX", "has_early_kx_reason"))
               if len(expected) and expected[flag].any()]  # fmt: skip
    assert all(reason in counted[0] for reason in reasons)


def test_the_demo_practice_has_somebody_to_review(practice_home: Path) -> None:
    """Else the comparison of pages above would compare nothing."""
    assert len(ask(practice_home, LISTED, period="all", clinic=None, pool=None)) > 0
