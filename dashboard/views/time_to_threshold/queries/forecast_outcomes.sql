-- the matured forecasts of a horizon, and those of a band when its ends are given
select
    beneficiary_key,
    pool,
    calendar_year,
    as_of_date,
    case $horizon
        when 0 then within_0_ratio
        when 14 then within_14_ratio
        when 30 then within_30_ratio
        else within_60_ratio
    end as forecast_ratio,
    case $horizon
        when 0 then is_within_0
        when 14 then is_within_14
        when 30 then is_within_30
        else is_within_60
    end as is_within,
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
