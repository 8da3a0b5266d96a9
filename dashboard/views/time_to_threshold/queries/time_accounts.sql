-- `since` and `up_to` are on the chosen clock; 'left_before' are those who left before `since`.
select
    beneficiary_key,
    pool,
    calendar_year,
    exit_category,
    case $clock
        when 'visits' then exit_visits
        when 'calendar' then exit_calendar_days
        else exit_days
    end as elapsed,
    exit_date,
    exit_days,
    exit_visits,
    crossing_date,
    late_processed_date,
    accrued_cents,
    threshold_cents,
    prior_use_grade,
    visits,
    first_service_date,
    last_service_date,
    watched_to_date
from mart.time_account
where
    threshold_category = $threshold
    and ($first_year is null or calendar_year >= $first_year)
    and ($last_year is null or calendar_year <= $last_year)
    and is_chosen(pool, $pool)
    and exit_category = coalesce(nullif($outcome, 'left_before'), exit_category)
    and ($up_to is null or elapsed <= $up_to)
    and case $outcome
        when 'left_before' then coalesce(elapsed < $since, false)
        else coalesce(elapsed >= $since, true)
    end
    and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, null)
order by elapsed, beneficiary_key, pool, calendar_year
