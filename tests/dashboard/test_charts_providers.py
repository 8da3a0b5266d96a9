"""The provider figures say what their rows say."""

from typing import Any

import pandas as pd
import pytest

from dashboard.theme import LIGHT
from dashboard.views.providers.charts.patterns import draw_provider_months, draw_provider_split
from dashboard.views.providers.text.patterns import add_reasons, title_split


def provider(npi: str, category: str, patients: int, kx_patients: int, **lines: int) -> dict[str, Any]:
    plain = {
        "below_lines": 100,
        "below_kx_lines": 62,
        "early_kx_lines": 60,
        "unjudged_kx_lines": 0,
        "over_lines": 10,
        "over_kx_lines": 10,
    } | lines
    return {
        "provider_name": f"Name{npi}, Ann",
        "provider_npi": npi,
        "all_kx_category": category,
        "beneficiaries": patients,
        "kx_beneficiaries": kx_patients,
        "kx_beneficiary_ratio": kx_patients / patients,
        "lines": plain["below_lines"] + plain["over_lines"],
        "kx_lines": plain["below_kx_lines"] + plain["over_kx_lines"],
        **plain,
        "early_below_ratio": plain["early_kx_lines"] / plain["below_lines"] if plain["below_lines"] else None,
        "over_kx_ratio": plain["over_kx_lines"] / plain["over_lines"] if plain["over_lines"] else None,
    }


@pytest.fixture
def found() -> pd.DataFrame:
    return pd.DataFrame(
        [
            provider("1", "red_flag", 20, 20),
            provider("2", "watch", 5, 5),
            provider("3", "explained", 12, 12, early_kx_lines=2),
            provider("4", "none", 30, 6, early_kx_lines=0, over_lines=0, over_kx_lines=0),
        ]
    )


def test_the_split_leaves_out_a_side_without_lines(found: pd.DataFrame) -> None:
    over, below = draw_provider_split(found, LIGHT).data[-2:]
    assert list(below.x) == [0.0, 0.02, 0.6, 0.6]
    assert list(over.x) == [None, 1.0, 1.0, 1.0]
    assert list(below.y)[-1] == "Name1, Ann (100, 10)"


def test_months_are_stacked_early_far_on_early_near_on_the_rest() -> None:
    months = pd.DataFrame(
        {
            "service_month": pd.to_datetime(["2026-01-01", "2026-02-01"]),
            "beneficiaries": [3, 4],
            "kx_beneficiaries": [1, 2],
            "lines": [9, 8],
            "far_early_kx_lines": [1, 0],
            "near_early_kx_lines": [4, 3],
            "on_time_kx_lines": [2, 5],
        }
    )
    rest, near, far = draw_provider_months(months, LIGHT).data
    assert (list(rest.y), list(near.y), list(far.y)) == ([2, 5], [4, 3], [1, 0])
    assert list(rest.x) == ["Jan 2026", "Feb 2026"]
    assert list(near.customdata[1]) == ["2026-02-01", "near_early_kx_lines"]


def test_the_split_keeps_the_order_of_the_list(found: pd.DataFrame) -> None:
    figure = draw_provider_split(found, LIGHT)
    from_the_top = [label.partition(" (")[0] for label in reversed(figure.layout.yaxis.categoryarray)]
    assert from_the_top == list(found["provider_name"])


def test_the_split_title_counts_both_sides(found: pd.DataFrame) -> None:
    over, early = "100% (30 of 30) of lines at or over the threshold", "31% (122 of 400) of lines below it"
    assert title_split(found) == f"KX on {over}; early KX on {early}"


def test_each_category_has_its_reason(found: pd.DataFrame) -> None:
    reasons = list(add_reasons(found)["reason"])
    assert reasons[0].endswith("half or more: 100% KX.")
    assert reasons[1].endswith("half or more, but too few patients.")
    assert reasons[2].endswith("less than half: expected (over threshold).")
    assert reasons[3] == "KX on 6 of 30 patients."
