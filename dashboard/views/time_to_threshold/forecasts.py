"""The forecast tab of the time page: who crosses next, and how past forecasts turned out."""

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.frame import show_answer, show_method, show_nothing_found
from dashboard.components.table import show_table
from dashboard.formats import format_count, format_patients
from dashboard.lookups import add_names, read_rule
from dashboard.state.filters import Filters
from dashboard.state.url_choice import Switch
from dashboard.views.time_to_threshold.charts.forecasts import draw_next, draw_reliability
from dashboard.views.time_to_threshold.text.forecasts import (
    format_chance,
    say_next,
    say_none,
    say_quarters,
    say_record,
    say_scores,
    title_next,
    title_reliability,
)
from dashboard.warehouse import rows

QUESTION = "Who crosses next?"
AMOUNTS = {"kx": "KX threshold", "medical_review": "Medical review threshold"}
HORIZONS = {str(days): f"{days} days" for days in (14, 30, 60)}
AMOUNT = Switch("amount", AMOUNTS)
HORIZON = Switch("horizon", HORIZONS, default="30")
MOST_DOTS = 25
CAPTION = (
    "Chances are rounded to the nearest 5%. `+ ?`: prior use is unknown, so the patient may be nearer. "
    "May have crossed: the part of each chance that falls on visits no remittance shows yet. Past forecasts are of the "
    "whole practice."
)
COLUMNS = [
    "patient_id", "patient_name", "pool", "chance_0", "chance_14", "chance_30", "chance_60", "missing_cents",
    "accrued_cents", "prior_use_grade", "visits", "last_service_date", "pace_days", "visit_cents",
]  # fmt: skip
FACTS = [column for column in COLUMNS if not column.startswith("chance")]


def show_next(asked: Filters) -> None:
    """The answer, the likeliest as dots, all of them as a list, and the record of past forecasts."""
    amount = AMOUNT.read()
    listed = rows("crossing_forecasts", asked, amount=amount)
    scores = rows("forecast_scores", amount=amount)
    if listed.empty:
        st.title(QUESTION, anchor=False)
        newest = rows("newest_visit", pool=asked.pool).iloc[0]
        if newest["is_late"]:
            dates = newest["newest_service_date"], newest["data_through_date"]
            st.info(say_none(*dates, int(newest["days"]), read_rule("open_patient_days")))
        else:
            show_nothing_found("active patients below the amount")
    else:
        show_answer(QUESTION, say_next(listed, amount), say_record(scores, amount))
    AMOUNT.show("Amount")
    if not listed.empty:
        _show_list(add_names(listed), amount)
    if scores["can_tell"].any():
        _show_record(scores, amount)
    show_method("time_to_threshold", say_scores(scores), name="forecasts")


def _show_list(listed: pd.DataFrame, amount: str) -> None:
    told = listed[listed["can_tell"]].head(MOST_DOTS)
    account = []
    if len(told):
        title = title_next(told, amount)
        account = show_chart(title, draw_once(draw_next, told), title, "next", is_selectable=True)
        st.caption(CAPTION)
    st.markdown(f"{format_patients(listed, 'active patient')}, most likely first. Select a row to open the patient.")
    chances = {f"chance_{days}": listed[f"within_{days}_ratio"].map(format_chance) for days in ("0", *HORIZONS)}
    worded = listed.assign(**chances)
    columns = COLUMNS if len(told) else FACTS
    chosen = show_table(
        worded[columns],
        "who_crosses_next",
        alt=QUESTION,
        is_selectable=True,
        keys=listed["beneficiary_key"],
    )
    if chosen is not None:
        account = list(listed[["beneficiary_key", "pool", "calendar_year"]].iloc[chosen])
    if account:
        _open_patient(*account)


def _open_patient(beneficiary_key: object, pool: object, calendar_year: object) -> None:
    asked = {"patient": str(beneficiary_key), "account": f"{pool}-{calendar_year}"}
    st.switch_page("views/crossings/page.py", query_params=asked)


def _show_record(scores: pd.DataFrame, amount: str) -> None:
    """Forecast and occurred, band by band; the scores of all horizons; the forecasts behind a band."""
    horizon = int(HORIZON.show("Forecasts for"))
    bands = rows("forecast_reliability", amount=amount, horizon=horizon)
    if bands.empty:
        return
    quarters = rows("forecast_quarters", amount=amount, horizon=horizon)
    title = title_reliability(bands, horizon)
    band = show_chart(title, draw_once(draw_reliability, bands), title, "reliability", is_selectable=True)
    st.caption(f"The numbers along the top count forecasts. Select a point to see them. {say_quarters(quarters)}")
    if box := fold("View forecast record data", "forecast_scores"):
        with box:
            show_table(bands, "forecast_reliability", alt=title, hidden=("band_rank",))
            show_table(quarters, "forecast_quarters", alt="Past forecasts by time of year")
            show_table(scores, "forecast_scores", alt="Scores of the forecasts", hidden=("can_tell",))
    if band:
        _show_outcomes(amount, horizon, *map(float, band))


def _show_outcomes(amount: str, horizon: int, low: float, high: float) -> None:
    found = rows("forecast_outcomes", amount=amount, horizon=horizon, band_from=low, band_to=high)
    came = int(found["is_within"].sum())
    st.markdown(f"Forecasts of {low:.0%} to {high:.0%}: {format_count(len(found), 'forecast')}, {came:,} occurred.")
    hidden = ("beneficiary_key",)
    chosen = show_table(add_names(found), "past_forecasts", alt="Past forecasts", is_selectable=True, hidden=hidden)
    if chosen is not None:
        row = found.iloc[chosen]
        _open_patient(row["beneficiary_key"], row["pool"], row["calendar_year"])
