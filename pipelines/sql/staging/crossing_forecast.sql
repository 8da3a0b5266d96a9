-- grain:  one row per forecast that an earlier build kept
-- key:    model_version, as_of_date, kept_key, pool, calendar_year, amount_category
-- units:  _cents are US cents; made_at is UTC
-- source: source.crossing_forecast

select
    model_version,
    as_of_date,
    beneficiary_key as kept_key,
    pool,
    calendar_year,
    amount_category,
    visits,
    accrued_cents,
    missing_cents,
    prior_use_grade,
    within_0_ratio,
    within_14_ratio,
    within_30_ratio,
    within_60_ratio,
    raw_0_ratio,
    raw_14_ratio,
    raw_30_ratio,
    raw_60_ratio,
    this_year_ratio,
    even_pace_date,
    made_at
from source.crossing_forecast
