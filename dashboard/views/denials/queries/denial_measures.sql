-- One row a measure: its newest complete month, and the last twelve complete months together where they add up.
with complete as (

    select *
    from mart.denial_kpi
    where
        kpi_month >= $first_month
        and kpi_month < $last_month
        and denominator_value > 0

),

summed as (

    select
        measure_name,
        kpi_unit,
        max(kpi_month) as newest_month,
        arg_max(numerator_value, kpi_month) as numerator_value,
        arg_max(denominator_value, kpi_month) as denominator_value,
        sum(numerator_value) filter (where kpi_month >= $year_start) as year_numerator_value,
        sum(denominator_value) filter (where kpi_month >= $year_start) as year_denominator_value
    from complete
    group by measure_name, kpi_unit

)

select
    coalesce(measure.title, '') as title,
    summed.newest_month,
    case when summed.kpi_unit <> 'days' then summed.numerator_value / summed.denominator_value end as measured_ratio,
    case when summed.kpi_unit = 'days' then summed.numerator_value end as measured_days,
    case when summed.kpi_unit <> 'US cents' then summed.denominator_value end as n_count,
    case when summed.kpi_unit = 'US cents' then summed.denominator_value end as n_cents,
    case
        when summed.kpi_unit <> 'days' then summed.year_numerator_value / nullif(summed.year_denominator_value, 0)
    end as year_ratio,
    cast(case when summed.kpi_unit <> 'US cents' then coalesce(summed.year_denominator_value, 0) end as bigint)
        as year_n_count,
    cast(case when summed.kpi_unit = 'US cents' then coalesce(summed.year_denominator_value, 0) end as bigint)
        as year_n_cents,
    coalesce(measure.denominator, '') as denominator,
    build_info.data_through_date,
    summed.measure_name
from summed
cross join mart.build_info
left join mart.measure
    on summed.measure_name = measure.measure_name
order by summed.measure_name <> $first_measure, summed.kpi_unit = 'days', title, summed.measure_name
