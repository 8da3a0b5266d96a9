"""The reading desk for forecasts: who crosses next, in how many words one may say so, and how good it was before."""

from typing import Any

import pandas as pd

from dashboard.formats import POOL_NAMES, format_count, format_date, format_dollars_rounded, format_percent

AMOUNT_NAMES = {"kx": "the KX threshold", "medical_review": "the medical review amount"}
STEP = 5
SHOWN_HORIZON = 30


def format_chance(chance: Any) -> str:
    """A probability to the nearest 5 percent; what is nearer to 0 or 1 is said as under 5% or over 95%."""
    if pd.isna(chance):
        return "–"
    steps = STEP * round(100 * float(chance) / STEP)
    return "under 5%" if steps < STEP else "over 95%" if steps > 100 - STEP else f"{steps}%"


def format_range(row: Any) -> str:
    """From when to when the crossing falls if it comes this year, or that it does not."""
    if pd.isna(row.this_year_ratio):
        return "–"
    if pd.isna(row.likely_from_date):
        return "not this year"
    early = pd.Timestamp(row.likely_from_date) <= pd.Timestamp(row.as_of_date)
    start = "perhaps already" if early else format_date(row.likely_from_date)
    return f"{start} to {format_date(row.likely_to_date)}"


def say_next(listed: pd.DataFrame, amount: str) -> str:
    """The answer: how many are expected to cross within 30 days, how many are likelier than not. At least one row."""
    patients = format_count(len(listed), "active patient")
    name = AMOUNT_NAMES[amount]
    if not listed["can_tell"].any():
        near = listed.iloc[0]
        return (
            f"Who of {patients} crosses {name} next cannot be told yet; the nearest has "
            f"{format_dollars_rounded(near['missing_cents'])} left."
        )
    told = listed[listed["can_tell"]]
    likely = int((told["within_30_ratio"] > 0.5).sum())
    expected = round(float(told["within_30_ratio"].sum()))
    return (
        f"Of {patients}, about {expected:,} cross {name} within {SHOWN_HORIZON} days; "
        f"{likely:,} {'is' if likely == 1 else 'are'} likelier than not to."
    )


def say_record(scores: pd.DataFrame, amount: str) -> str:
    """How good the forecasts were, or why nothing is shown: the row of 30 days. Rows: queries/forecast_scores.sql."""
    score = scores[scores["horizon_days"] == SHOWN_HORIZON].iloc[0]
    crossings, forecasts = int(score["crossings"]), int(score["forecasts"])
    if not score["can_tell"]:
        return (
            f"{format_count(forecasts, 'forecast')} of past month ends have matured, and {crossings:,} of them "
            f"crossed {AMOUNT_NAMES[amount]} within {SHOWN_HORIZON} days. Below {int(score['minimum_crossings'])} "
            "crossings the record says too little about the forecasts, so none is shown."
        )
    return (
        f"At the month ends from {format_date(score['first_as_of_date'])} to {format_date(score['last_as_of_date'])}, "
        f"{round(float(score['expected_factor'])):,} crossings within {SHOWN_HORIZON} days were expected and "
        f"{crossings:,} came, of {format_count(forecasts, 'forecast')}. {_say_slope(score)} {_say_brier(score)}"
    )


def _say_slope(score: Any) -> str:
    if pd.isna(score["slope_factor"]):
        return "The slope cannot be told."
    slope = f"{float(score['slope_factor']):.2f}"
    interval = f"{float(score['slope_low_factor']):.2f} to {float(score['slope_high_factor']):.2f}"
    return f"The calibration slope was {slope} (95% interval {interval}; 1 is right, below 1 too sure of itself)."


def _say_brier(score: Any) -> str:
    own, naive = float(score["brier_ratio"]), float(score["naive_brier_ratio"])
    base = float(score["base_brier_ratio"])
    return (
        f"Its mean squared error (Brier score) was {own:.3f}, against {naive:.3f} for going on at the same pace "
        f"and {base:.3f} for always saying the share that crossed."
    )


def title_next(shown: pd.DataFrame, amount: str) -> str:
    """The message of the dots: the likeliest and the range of the next."""
    first = shown.iloc[0]
    return (
        f"The likeliest to cross {AMOUNT_NAMES[amount]} within {SHOWN_HORIZON} days: "
        f"{format_chance(first['within_30_ratio'])}, with {format_dollars_rounded(first['missing_cents'])} left"
    )


def title_reliability(bands: pd.DataFrame, horizon: int) -> str:
    """The message of the reliability plot: of the surest and of the least sure forecasts, how many came."""
    low, high = bands.iloc[0], bands.iloc[-1]
    return (
        f"Of forecasts of {_say_band(high)} within {horizon} days, {_say_share(high)} came; "
        f"of those of {_say_band(low)}, {_say_share(low)}"
    )


def _say_band(band: Any) -> str:
    return f"{100 * float(band['band_from_ratio']):.0f}–{100 * float(band['band_to_ratio']):.0f}%"


def _say_share(band: Any) -> str:
    crossings, forecasts = int(band["crossings"]), int(band["forecasts"])
    return f"{format_percent(crossings, forecasts)} ({crossings:,} of {forecasts:,})"


def name_patient(row: Any) -> str:
    """The label of a dot: who, which pool, and whether use elsewhere is unknown."""
    unknown = " + ?" if row.prior_use_grade == "unknown" else ""
    return f"{row.patient_id} · {'PT+SLP' if row.pool == 'PT_SLP' else POOL_NAMES[row.pool]}{unknown}"
