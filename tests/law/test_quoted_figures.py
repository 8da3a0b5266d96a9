"""Figures that texts quote are those that the benchmarks printed last."""

from __future__ import annotations

import re
from pathlib import Path

from tests.law.repository import read_text

FORECASTS = Path("dashboard/views/time_to_threshold/forecasts.md")
SYNTHETIC = ("synthetic, KX threshold", "synthetic, medical review")


def test_the_forecast_page_quotes_the_benchmark() -> None:
    said = _read_prose(FORECASTS)
    quarters = [_read_printed(f"{SYNTHETIC[0]}, quarter {one}: observed over expected") for one in range(1, 5)]
    review = _read_printed(f"{SYNTHETIC[1]}, quarter 1: observed over expected")
    reach = _read_printed(f"{SYNTHETIC[0]}: of these listed with at least 30%")
    wide, widest = (_read_printed(f"half the slope's interval with {crossings} crossings") for crossings in (50, 25))
    assert (
        f"{quarters[0]:.2f} times as many patients crossed the KX threshold from January to March as were forecast "
        f"({review:.2f} times the medical review threshold), {quarters[1]:.2f} times from April to June, "
        f"{quarters[2]:.2f} times from July to September and {quarters[3]:.2f} times from October to December"
    ) in said
    assert f"Of the crossings of the next 30 days, {reach:.0f} of 100 were on the list" in said
    assert f"the slope is known to about {wide:.2f} on either side, with 25 to about {widest:.2f}" in said


def test_the_document_of_forecasts_quotes_its_own_figures() -> None:
    said = _read_prose(Path("docs/forecast.md"))
    kx, review, other_kx, other_review = (
        _read_printed(f"{kind}: Brier score over that of the logistic regression")
        for kind in (*SYNTHETIC, "other, KX threshold", "other, medical review")
    )
    first, first_review = (_read_printed(f"{kind}, quarter 1: observed over expected") for kind in SYNTHETIC)
    a_year = [
        _read_printed(f"{kind}, quarter 1 of {year}: observed over expected")
        for year in (2025, 2026)
        for kind in SYNTHETIC
    ]
    fewer, fewest = (
        _read_printed(f"{kind}, medical review: observed over expected") for kind in ("other", "slow payer")
    )
    assert f"lower for the KX threshold ({kx:.2f} and {other_kx:.2f} times)" in said
    assert (
        f"of *synthetic* ({review:.2f}), and higher for the medical review threshold of *other* ({other_review:.2f})"
        in said
    )
    assert f"(observed over expected {first:.2f} for the KX threshold, {first_review:.2f} for medical review)" in said
    assert (
        "{:.2f} and {:.2f} times as many crossed as were forecast, in that of 2026 {:.2f} and {:.2f}.".format(*a_year)
        in said
    )
    assert f"(observed over expected {fewer:.2f}, with the slow payer {fewest:.2f})" in said


def test_the_architecture_quotes_the_time_of_the_models() -> None:
    said = _read_prose(Path("docs/architecture.md"))
    whole, statistics, copied = (
        _read_measured(name)
        for name in (
            "later build, one model at a time: all models",
            "of which provider risk and time, with what only they read",
            "plain copy of the result tables",
        )
    )
    assert f"{statistics:.1f} of the {whole:.1f} seconds of the models" in said
    assert f"the plain copy: {copied:.1f} seconds of the same run" in said


def _read_prose(path: Path) -> str:
    return " ".join(read_text(path).split())


def _read_printed(name: str) -> float:
    """The number behind a name in the block that the benchmark of forecasts prints into docs/forecast.md."""
    [found] = re.findall(rf"^{re.escape(name)} +([\d.,]+)", read_text(Path("docs/forecast.md")), re.M)
    return float(found.replace(",", ""))


def _read_measured(name: str) -> float:
    """The number beside a name in the tables of docs/benchmarks.md."""
    [found] = re.findall(rf"^\| {re.escape(name)} \| ([\d.,]+)", read_text(Path("docs/benchmarks.md")), re.M)
    return float(found.replace(",", ""))
