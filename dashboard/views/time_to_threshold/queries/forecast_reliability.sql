select
    band_rank,
    band_from_ratio,
    band_to_ratio,
    forecasts,
    crossings,
    forecast_ratio,
    came_ratio,
    came_low_ratio,
    came_high_ratio
from mart.forecast_reliability
where
    amount_category = $amount
    and horizon_days = $horizon
order by band_rank
