-- with the number of comparisons made of the same patients: all amounts, time scales and groupings
with made as (

    select
        *,
        count(*) over () as comparisons
    from mart.time_comparison
    where
        first_year = coalesce($first_year, (select min(years.first_year) from mart.time_summary as years))
        and last_year = coalesce($last_year, (select max(years.last_year) from mart.time_summary as years))
        and pool is not distinct from $pool
        and payee_npi is not distinct from $payee_npi
        and provider_npi is not distinct from $provider_npi

)

select
    groups,
    groups_left_out,
    crossed,
    shared_patients,
    log_rank_score,
    degrees_of_freedom,
    p_value_ratio,
    comparisons
from made
where
    threshold_category = $threshold
    and clock_category = $clock
    and compare_category = $compare
