-- The months of each measure with its definition, its value, and the mean and limits of an individuals chart over the
-- complete months; fewer months than $fewest_months have no limits.
with valued as (

    select
        denial_kpi.measure_name,
        denial_kpi.kpi_month,
        denial_kpi.kpi_unit,
        denial_kpi.numerator_value,
        denial_kpi.denominator_value,
        denial_kpi.kpi_month < $last_month as is_complete,
        case
            when denial_kpi.kpi_unit = 'days' then denial_kpi.numerator_value
            else denial_kpi.numerator_value / denial_kpi.denominator_value
        end as kpi_value,
        coalesce(measure.title, '') as title,
        coalesce(measure.numerator, '') as numerator,
        coalesce(measure.denominator, '') as denominator,
        coalesce(measure.limits, '') as limits
    from mart.denial_kpi
    left join mart.measure
        on denial_kpi.measure_name = measure.measure_name
    where
        denial_kpi.kpi_month >= $first_month
        and denial_kpi.denominator_value > 0

),

stepped as (

    select
        *,
        case
            when is_complete
                then abs(kpi_value - lag(kpi_value) over (partition by measure_name order by kpi_month))
        end as moved_value
    from valued

),

limited as (

    select
        measure_name,
        avg(kpi_value) as mean_value,
        $moving_range_factor * avg(moved_value) as reach_value
    from stepped
    where is_complete
    group by measure_name
    having count(*) >= $fewest_months

)

select
    stepped.measure_name,
    stepped.kpi_month,
    stepped.kpi_unit,
    stepped.numerator_value,
    stepped.denominator_value,
    stepped.is_complete,
    stepped.kpi_value,
    greatest(limited.mean_value - limited.reach_value, 0) as lower_value,
    limited.mean_value,
    limited.mean_value + limited.reach_value as upper_value,
    stepped.title,
    stepped.numerator,
    stepped.denominator,
    stepped.limits
from stepped
left join limited
    on stepped.measure_name = limited.measure_name
order by stepped.measure_name, stepped.kpi_month
