"""What the forecast page says of its own record is what the benchmark printed last (docs/forecast.md)."""

from __future__ import annotations

import re

from tests.law.repository import ROOT

PAGE = ROOT / "dashboard" / "views" / "time_to_threshold" / "forecasts.md"


def _read_figure(name: str) -> float:
    """The number behind a name in the printed block."""
    [found] = re.findall(rf"^{re.escape(name)} +([\d.,]+)", (ROOT / "docs" / "forecast.md").read_text("utf-8"), re.M)
    return float(found.replace(",", ""))


def test_the_page_says_what_the_benchmark_printed() -> None:
    said = " ".join(PAGE.read_text("utf-8").split())
    quarters = [_read_figure(f"synthetic, KX threshold, quarter {one}: observed over expected") for one in range(1, 5)]
    review = _read_figure("synthetic, medical review, quarter 1: observed over expected")
    reach = _read_figure("synthetic, KX threshold: of these listed with at least 30%")
    wide, widest = (_read_figure(f"half the slope's interval with {crossings} crossings") for crossings in (50, 25))
    assert (
        f"{quarters[0]:.2f} times as many patients crossed the KX threshold from January to March as were forecast "
        f"({review:.2f} times the medical review threshold), {quarters[1]:.2f} times from April to June, "
        f"{quarters[2]:.2f} times from July to September and {quarters[3]:.2f} times from October to December"
    ) in said
    assert f"Of the crossings of the next 30 days, {reach:.0f} of 100 were on the list" in said
    assert f"the slope is known to about {wide:.2f} on either side, with 25 to about {widest:.2f}" in said
