-- The choice that the filters make, or its parts by what is compared; a period without an end is all years.
select
    case $compare
        when 'pool' then pool
        when 'clinic' then payee_npi
        when 'provider' then provider_npi
        when 'year' then cast(first_year as varchar)
        else 'all'
    end as group_name,
    curve_ordinal,
    patients,
    crossed,
    ended,
    censored,
    crossed_ratio,
    crossed_lower_ratio,
    crossed_upper_ratio,
    ended_ratio,
    median_elapsed,
    median_lower_elapsed,
    median_upper_elapsed,
    kaplan_meier_ratio,
    start_elapsed,
    last_elapsed,
    left_before,
    passed_elsewhere,
    too_new,
    crossed_later
from mart.time_summary
where
    threshold_category = $threshold
    and clock_category = $clock
    and case $compare
        when 'year'
            then
                first_year = last_year
                and ($first_year is null or first_year >= $first_year)
                and ($last_year is null or last_year <= $last_year)
        else
            first_year = coalesce($first_year, (select min(years.first_year) from mart.time_summary as years))
            and last_year = coalesce($last_year, (select max(years.last_year) from mart.time_summary as years))
    end
    and case $compare
        when 'pool' then coalesce(pool = $pool, pool is not null)
        else pool is not distinct from $pool
    end
    and case $compare
        when 'clinic' then coalesce(payee_npi = $payee_npi, payee_npi is not null)
        else payee_npi is not distinct from $payee_npi
    end
    and case $compare
        when 'provider' then coalesce(provider_npi = $provider_npi, provider_npi is not null)
        else provider_npi is not distinct from $provider_npi
    end
order by group_name
