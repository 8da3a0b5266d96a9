"""Numbers on a page equal the public tables, and the rows behind a number equal the number."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.views.data_quality.charts import BALANCE
from dashboard.warehouse import PARAMETER, query_files, query_text
from tests.dashboard.sample_practice import ask, ask_query

SAMPLE: dict[str, Any] = {
    "minimum_beneficiaries": 10,
    "page_rows": 50,
    "offset_rows": 0,
    "soon_days": 60,
    "known_by": date(2026, 9, 30),
    "data_through_date": date(2026, 10, 31),
    "since_date": date(2026, 9, 30),
    "trend_start": date(2025, 1, 1),
    "beneficiary_keys": ["a"],
    "curve_ordinal": 0,
    "calendar_year": 2026,
    "order_basis": "received",
}


# The queries of the portfolio read a file of many practices, not the warehouse of one.
# These match rows of two tables: an answer to its line, an entry to its patient, a measure to its definition, a month
# to what was counted in it, a denied line to its work. Every other query reads ready columns.
MATCHING = {
    "case_documentation", "claim_queue", "denial_kpis", "denial_measures", "evidence_prior_use", "official_measures",
    "payment_months", "prior_use_accounts", "prior_use_unknown", "procedure_kx", "trend_months",
}  # fmt: skip
OF_ONE_PRACTICE = [path for path in sorted(query_files().values()) if path.parts[-3] != "portfolio"]


@pytest.mark.parametrize("path", OF_ONE_PRACTICE, ids=lambda path: path.stem)
def test_a_query_runs_and_only_filters_orders_and_sums(path: Path, practice_home: Path) -> None:
    text = query_text(path.stem)
    known = {name: SAMPLE.get(name) for name in PARAMETER.findall(text)}
    assert len(ask_query(practice_home, path.stem, **known).columns) >= 1
    assert (" join " in text.lower()) == (path.stem in MATCHING)
    assert "insert" not in text.lower()


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_providers_of_a_year_equal_the_public_table(year: int, practice_home: Path) -> None:
    shown = ask_query(
        practice_home,
        "provider_list",
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 1),
        minimum_beneficiaries=10,
    ).sort_values("provider_npi")
    public = ask(
        practice_home,
        "from mart.provider_kx where period_type = 'year' and year(period_start) = $year order by provider_npi",
        year=year,
    )
    columns = ["provider_npi", "all_kx_category", "beneficiaries", "kx_beneficiaries", "lines", "kx_lines"]
    columns += ["below_lines", "below_kx_lines", "early_kx_lines", "far_early_kx_lines", "same_visit_kx_lines"]
    columns += ["over_lines", "over_kx_lines"]
    pd.testing.assert_frame_equal(shown[columns].reset_index(drop=True), public[columns], check_dtype=False)


def test_a_provider_counts_a_patient_once_over_several_months(practice_home: Path) -> None:
    whole = ask_query(practice_home, "provider_list", minimum_beneficiaries=10)
    truth = ask(
        practice_home,
        "select provider_npi, count(distinct beneficiary_key) as beneficiaries from mart.line"
        " where pool is not null group by provider_npi",
    )
    shown = dict(zip(whole["provider_npi"], whole["beneficiaries"], strict=True))
    assert shown == dict(zip(truth["provider_npi"], truth["beneficiaries"], strict=True))


@pytest.mark.parametrize("position", ["below", "over", None])
def test_the_opened_list_equals_its_number(position: str | None, practice_home: Path) -> None:
    total = ask_query(practice_home, "line_total", position=position).iloc[0]
    found = ask_query(practice_home, "line_list", position=position, page_rows=10**9, offset_rows=0)
    assert len(found) == total["lines"]
    assert found["allowed_cents"].sum() == total["allowed_cents"]


def test_below_and_over_are_all_lines(practice_home: Path) -> None:
    counts = [
        int(ask_query(practice_home, "line_total", position=position).iloc[0]["lines"])
        for position in ("below", "over", None)
    ]
    assert counts[0] + counts[1] == counts[2]


def test_what_became_of_the_lines_adds_up_to_what_was_read(practice_home: Path) -> None:
    balance = ask_query(practice_home, "line_balance")
    read = ask(practice_home, "select sum(service_lines) as lines from mart.file where status = 'accepted'")[
        "lines"
    ].iloc[0]
    assert balance["service_lines"].sum() == read
    assert set(balance["category"]) <= set(BALANCE)


def test_what_was_known_at_the_end_is_what_is_known_now(practice_home: Path) -> None:
    through = ask(practice_home, "from mart.build_info")["data_through_date"].iloc[0].date()
    known = ask_query(practice_home, "provider_review", known_by=through, period_code="all")
    now = ask_query(practice_home, "provider_list", minimum_beneficiaries=10)
    flagged = now.loc[(now["all_kx_category"] == "red_flag") & now["provider_npi"].notna(), "provider_npi"]
    assert set(flagged) == set(known.loc[known["has_all_kx_reason"], "provider_npi"])
    assert not set(now.loc[now["all_kx_category"] == "explained", "provider_npi"]) & set(known["provider_npi"])
    still = ask_query(practice_home, "overview_open_known", known_by=through).iloc[0]
    opened = ask_query(practice_home, "decision_denials", soon_days=60).iloc[0]
    assert still["open_services"] == opened["open_services"]
    assert still["open_cents"] == opened["open_cents"]


def test_the_refunds_of_the_overview_are_the_list_that_it_opens(practice_home: Path) -> None:
    decided = ask_query(practice_home, "decision_refunds").iloc[0]
    listed = ask_query(practice_home, "refund_check")
    assert len(listed) > 0
    assert decided["refund_lines"] == len(listed)
    assert decided["patient_share_cents"] == listed["patient_share_cents"].sum()
