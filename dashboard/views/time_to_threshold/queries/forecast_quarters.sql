-- matured forecasts of a horizon by the quarter of their date, all years together
with matured as (

    select
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
        end as is_within
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
