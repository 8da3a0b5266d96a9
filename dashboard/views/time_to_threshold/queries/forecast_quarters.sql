-- matured forecasts of a horizon by the quarter of their date, all years together
with matured as (

    select
        as_of_date,
        at_horizon($horizon, within_0_ratio, within_14_ratio, within_30_ratio, within_60_ratio) as forecast_ratio,
        at_horizon($horizon, is_within_0, is_within_14, is_within_30, is_within_60) as is_within
    from mart.forecast_outcome
    where amount_category = $amount

)

select
    quarter(as_of_date) as calendar_quarter,
    count(*) as forecasts,
    cast(sum(forecast_ratio) as double) as expected_factor,
    count(*) filter (where is_within) as crossings
from matured
where is_within is not null
group by quarter(as_of_date)
order by calendar_quarter
