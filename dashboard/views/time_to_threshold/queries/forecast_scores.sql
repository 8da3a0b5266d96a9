select
    horizon_days,
    forecasts,
    crossings,
    expected_factor,
    slope_factor,
    slope_low_factor,
    slope_high_factor,
    brier_ratio,
    naive_brier_ratio,
    base_brier_ratio,
    minimum_crossings,
    can_tell,
    first_as_of_date,
    last_as_of_date
from mart.forecast_score
where amount_category = $amount
order by horizon_days
