"""Control charts and bands of peers say what their rows say."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.theme import DARK, LIGHT
from dashboard.views.providers.charts.control_charts import draw_control
from dashboard.views.providers.charts.peers import draw_peers
from dashboard.views.providers.text import control_charts as words
from dashboard.views.providers.text import peers as peer_words

RULES = {"beyond_limits": "outside the limits", "last_months": "last three months differ"}
NO_NOTES = pd.DataFrame(columns=["annotation_date", "annotation_text"])


def _trend(shares: list[int], codes: dict[int, str] | None = None, limited: int | None = None) -> pd.DataFrame:
    """A month each with so many of ten; the last one is still coming in."""
    count = len(shares)
    has_limits = [place < (count - 1 if limited is None else limited) for place in range(count)]
    return pd.DataFrame(
        {
            "subject_category": "practice",
            "subject_npi": None,
            "service_month": pd.date_range("2025-01-01", periods=count, freq="MS"),
            "numerator_value": shares,
            "denominator_value": 10,
            "point_ratio": [share / 10 for share in shares],
            "is_complete": [place < count - 1 for place in range(count)],
            "stretch_ordinal": [1.0 if place < 6 else 2.0 for place in range(count)],
            "centre_ratio": [0.3 if has else None for has in has_limits],
            "lower_ratio": [0.0 if has else None for has in has_limits],
            "upper_ratio": [0.7 if has else None for has in has_limits],
            "is_rhythm_removed": False,
            "false_alarm_ratio": 0.004,
            "rule_codes": [(codes or {}).get(place, "") for place in range(count)],
        }
    )


def test_points_and_stepped_limits_are_those_of_the_rows() -> None:
    points = _trend([3, 2, 4, 3, 2, 3, 9, 3, 2, 3, 4, 2], {6: "beyond_limits"})
    figure = draw_control(points, NO_NOTES, RULES, LIGHT)
    share = next(trace for trace in figure.data if trace.name == "share")
    assert list(share.y) == list(points["point_ratio"])
    assert share.customdata[6][0] == "2025-07-01"
    assert share.marker.opacity[-1] < share.marker.opacity[0] == 1.0
    assert [len(trace.x) for trace in figure.data if trace.name == "upper_ratio"] == [6, 5]
    assert "9 of 10" in share.hovertext[6]
    assert "not yet complete" in share.hovertext[-1]


def test_a_rule_is_marked_with_words_and_no_colour_of_its_own() -> None:
    figure = draw_control(_trend([3] * 6 + [9] + [3] * 5, {6: "beyond_limits"}), NO_NOTES, RULES, DARK)
    ring = next(trace for trace in figure.data if trace.name == "rule")
    assert (list(ring.y), ring.marker.color) == ([0.9], DARK.text)
    words = next(note for note in figure.layout.annotations if note.text == "outside the limits")
    assert (words.y, words.yref, words.yanchor) == (1, "paper", "top")


def test_an_annotation_is_a_labelled_line_inside_the_months() -> None:
    notes = pd.DataFrame(
        {"annotation_date": pd.to_datetime(["2025-11-03"]), "annotation_text": ["Policy <b> & " + "x" * 40]}
    )
    figure = draw_control(_trend([3] * 12), notes, RULES, LIGHT)
    label = next(note for note in figure.layout.annotations if note.text.startswith("Policy"))
    assert (label.xanchor, "&lt;b>" in label.text, label.text.endswith("…")) == ("right", True, True)
    assert figure.layout.shapes[0].x0 == pd.Timestamp("2025-11-03")


def test_without_limits_the_chart_has_points_alone() -> None:
    figure = draw_control(_trend([3] * 5, limited=0), NO_NOTES, RULES, LIGHT)
    assert [trace.name for trace in figure.data] == ["share"]


@pytest.mark.parametrize(
    ("points", "title", "answer"),
    [
        (_trend([3] * 12), "A: no statistically significant change", "no statistically significant change for A."),
        (_trend([3] * 5, limited=0), "A: no limits, fewer than 10 complete months", "there are 4 at most."),
        (_trend([3] * 12, {6: "beyond_limits"}), "A: outside the limits (Jul 2025)", "significant change for A."),
        (
            _trend([3] * 12, {8: "last_months", 10: "last_months"}),
            "A: last three months differ (Sep 2025 to Nov 2025)",
            "Early KX, new patients: statistically significant change for A.",
        ),
    ],
)
def test_the_words_say_whether_anything_changed(points: pd.DataFrame, title: str, answer: str) -> None:
    assert words.title_trend("A", points, RULES, 10) == title
    assert words.answer_trend({"A": points}, "early_kx_patients", 10).endswith(answer)


def test_shares_of_lines_are_not_judged() -> None:
    plain = _trend([3] * 12, limited=0)
    assert words.title_trend("A", plain, RULES, 10) == "A: no limits"
    assert words.answer_trend({"A": plain}, "missing_kx_lines", 10) == "Missing KX by month"
    assert words.say_limits(plain, "missing_kx_lines").startswith("No limits: the lines of one patient are alike")


def test_several_trends_are_counted_and_named() -> None:
    trends = {"A": _trend([3] * 12, {6: "last_months"}), "B": _trend([3] * 12), "C": _trend([3] * 4, limited=0)}
    answer = words.answer_trend(trends, "early_kx_patients", 10)
    assert answer == "Early KX, new patients: statistically significant change in 1 of 2 trends (A)."


def test_whether_a_yearly_rhythm_is_removed_is_said() -> None:
    trend = _trend([3] * 12)
    assert "A yearly rhythm is not removed" in words.say_limits(trend, "early_kx_patients")
    assert "A yearly rhythm is removed." in words.say_limits(trend.assign(is_rhythm_removed=True), "early_kx_patients")
    assert words.say_limits(_trend([3] * 4, limited=0), "early_kx_patients") == ""


def _compared() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "procedure_code": ["97110", "97129"], "lines": [40, 5], "kx_lines": [20, 0], "kx_line_ratio": [0.5, 0.0],
            "carriers_count": [7, None], "services_count": [900, None], "low_ratio": [0.1, None],
            "high_ratio": [0.3, None], "carrier_numbers": ["90001, 90002", None],
        }
    )  # fmt: skip


def test_our_share_stands_beside_the_band_and_a_code_without_one_stands_alone() -> None:
    figure = draw_peers(_compared(), LIGHT)
    assert [(trace.name, list(trace.x)) for trace in figure.data] == [("band", [0.1, 0.3]), ("own", [0.5, 0.0])]
    assert list(figure.data[1].text) == ["n 40", "n 5"]
    title = peer_words.title_peers(_compared())
    assert title.startswith("1 of 1 procedure above the band of public peers; 97110: KX on 50% of our lines (n 40)")
    assert "90001, 90002" in peer_words.say_carriers(_compared())


def test_no_procedure_in_the_file_is_said() -> None:
    assert peer_words.title_peers(_compared().tail(1)) == "None of our procedures is in the public file"
