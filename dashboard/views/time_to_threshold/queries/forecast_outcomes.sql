-- the matured forecasts of a horizon, and those of a band when its ends are given
select
    beneficiary_key,
    pool,
    calendar_year,
    as_of_date,
    at_horizon($horizon, within_0_ratio, within_14_ratio, within_30_ratio, within_60_ratio) as forecast_ratio,
    at_horizon($horizon, is_within_0, is_within_14, is_within_30, is_within_60) as is_within,
    crossed_date,
    missing_cents,
    made_at,
    is_reconstructed
from mart.forecast_outcome
where
    amount_category = $amount
    and is_within is not null
    and ($band_from is null or forecast_ratio >= $band_from)
    and ($band_to is null or forecast_ratio < $band_to)
order by as_of_date desc, forecast_ratio desc, beneficiary_key, pool
