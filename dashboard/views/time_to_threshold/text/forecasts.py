"""Sentences of the forecasts: who crosses next, who may have crossed already, and how past forecasts turned out."""

from typing import Any

import pandas as pd

from dashboard.formats import (
    POOL_NAMES,
    format_count,
    format_date,
    format_dollars_rounded,
    format_patients,
    format_percent,
)

AMOUNT_NAMES = {"kx": "the KX threshold", "medical_review": "the medical review threshold"}
QUARTER_NAMES = {1: "Jan–Mar", 2: "Apr–Jun", 3: "Jul–Sep", 4: "Oct–Dec"}
STEP = 5
SHOWN_HORIZON = 30


def format_chance(chance: Any) -> str:
    """A probability to the nearest 5 percent; what is nearer to 0 or 1 is said as under 5% or over 95%."""
    if pd.isna(chance):
        return "–"
    steps = STEP * round(100 * float(chance) / STEP)
    return "under 5%" if steps < STEP else "over 95%" if steps > 100 - STEP else f"{steps}%"


def say_next(listed: pd.DataFrame, amount: str) -> str:
    """How many are expected to cross within 30 days, how many may have crossed already. At least one row."""
    patients = format_patients(listed, "active patient")
    name = AMOUNT_NAMES[amount]
    if not listed["can_tell"].any():
        near = listed.iloc[0]
        return (
            f"Who of {patients} crosses {name} next cannot be forecast yet; the nearest has "
            f"{format_dollars_rounded(near['missing_cents'])} left."
        )
    told = listed[listed["can_tell"]]
    likely = int((told["within_30_ratio"] > 0.5).sum())
    over, expected = (round(float(told[f"within_{days}_ratio"].sum())) for days in (0, SHOWN_HORIZON))
    return (
        f"Of {patients}, about {expected:,} cross {name} within {SHOWN_HORIZON} days: about {over:,} may have crossed "
        f"already, on visits not yet reported, and about {expected - over:,} will. {likely:,} "
        f"{'is' if likely == 1 else 'are'} more likely than not to cross."
    )


def say_none(newest_date: Any, data_through_date: Any, days: int, open_patient_days: int) -> str:
    """Why nobody can be forecast: the newest visit that is reported is `days` old. Dates may be missing."""
    if pd.isna(newest_date):
        return "No visit that counts toward a threshold has been reported."
    return (
        f"No forecast: the newest date of service reported is {format_date(newest_date)}, {format_count(days, 'day')} "
        f"before the data-through date ({format_date(data_through_date)}). A forecast needs a visit in the last "
        f"{open_patient_days} days; where payments arrive later than that, none can be made."
    )


def say_record(scores: pd.DataFrame, amount: str) -> str:
    """How past forecasts turned out, or why nothing is shown: the row of 30 days. Rows: queries/forecast_scores.sql."""
    score = scores[scores["horizon_days"] == SHOWN_HORIZON].iloc[0]
    crossings, forecasts = int(score["crossings"]), int(score["forecasts"])
    if not score["can_tell"] and crossings >= int(score["minimum_crossings"]):
        return (
            f"Past forecasts: {round(float(score['expected_factor'])):,} expected, {crossings:,} occurred within "
            f"{SHOWN_HORIZON} days ({format_count(forecasts, 'forecast')}). That is too far apart, so no probabilities "
            f"are shown for {AMOUNT_NAMES[amount]}."
        )
    if not score["can_tell"]:
        return (
            f"{format_count(forecasts, 'forecast')} of past month ends can be checked by now, and {crossings:,} of "
            f"them crossed {AMOUNT_NAMES[amount]} within {SHOWN_HORIZON} days. Below {int(score['minimum_crossings'])} "
            "crossings the record says too little about the forecasts, so none is shown."
        )
    return (
        f"Past forecasts: {round(float(score['expected_factor'])):,} expected, {crossings:,} occurred, within "
        f"{SHOWN_HORIZON} days of the month ends from {format_date(score['first_as_of_date'])} to "
        f"{format_date(score['last_as_of_date'])} ({format_count(forecasts, 'forecast')})."
    )


def say_quarters(quarters: pd.DataFrame) -> str:
    """How past forecasts turned out by the quarter of their date; nothing without two of them to compare."""
    if len(quarters) < 2:
        return ""
    said = "; ".join(map(_say_quarter, quarters.itertuples()))
    return f"By time of year: {said}."


def _say_quarter(row: Any) -> str:
    expected = round(float(row.expected_factor))
    return f"{QUARTER_NAMES[int(row.calendar_quarter)]} {expected:,} expected, {int(row.crossings):,} occurred"


def say_scores(scores: pd.DataFrame) -> str:
    """The statistics of the record, for the methodology; nothing while forecasts are not shown."""
    score = scores[scores["horizon_days"] == SHOWN_HORIZON].iloc[0]
    if not score["can_tell"]:
        return ""
    return f"**Statistics of the record, {SHOWN_HORIZON} days.** {_say_slope(score)} {_say_brier(score)}"


def _say_slope(score: Any) -> str:
    if pd.isna(score["slope_factor"]):
        return "The calibration slope cannot be estimated."
    slope = f"{float(score['slope_factor']):.2f}"
    interval = f"{float(score['slope_low_factor']):.2f} to {float(score['slope_high_factor']):.2f}"
    return f"The calibration slope is {slope} (95% interval {interval}; 1 is right, below 1 too extreme)."


def _say_brier(score: Any) -> str:
    own, naive = float(score["brier_ratio"]), float(score["naive_brier_ratio"])
    base = float(score["base_brier_ratio"])
    return (
        f"The mean squared error (Brier score) is {own:.3f}, against {naive:.3f} for going on at the same pace "
        f"and {base:.3f} for always stating the share that crossed."
    )


def title_next(shown: pd.DataFrame, amount: str) -> str:
    """The message of the dots: the most likely one."""
    first = shown.iloc[0]
    return (
        f"Most likely to cross {AMOUNT_NAMES[amount]} within {SHOWN_HORIZON} days: "
        f"{format_chance(first['within_30_ratio'])}, with {format_dollars_rounded(first['missing_cents'])} left"
    )


def title_reliability(bands: pd.DataFrame, horizon: int) -> str:
    """The message of the reliability plot: of the highest and of the lowest forecasts, how many occurred."""
    low, high = bands.iloc[0], bands.iloc[-1]
    return (
        f"Of forecasts of {_say_band(high)} within {horizon} days, {_say_share(high)} occurred; "
        f"of those of {_say_band(low)}, {_say_share(low)}"
    )


def _say_band(band: Any) -> str:
    return f"{100 * float(band['band_from_ratio']):.0f}–{100 * float(band['band_to_ratio']):.0f}%"


def _say_share(band: Any) -> str:
    crossings, forecasts = int(band["crossings"]), int(band["forecasts"])
    return f"{format_percent(crossings, forecasts)} ({crossings:,} of {forecasts:,})"


def name_patient(row: Any) -> str:
    """The label of a dot: who, which threshold category, and whether prior use is unknown."""
    unknown = " + ?" if row.prior_use_grade == "unknown" else ""
    return f"{row.patient_id} · {'PT+SLP' if row.pool == 'PT_SLP' else POOL_NAMES[row.pool]}{unknown}"
