-- likeliest first; while it cannot be told, the fewest dollars missing first
select
    beneficiary_key,
    pool,
    calendar_year,
    as_of_date,
    within_0_ratio,
    within_14_ratio,
    within_30_ratio,
    within_60_ratio,
    this_year_ratio,
    accrued_cents,
    missing_cents,
    prior_use_grade,
    visits,
    last_service_date,
    pace_days,
    visit_cents,
    can_tell
from mart.crossing_forecast
where
    amount_category = $amount
    and is_chosen(pool, $pool)
    and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, $payer_name)
order by
    within_30_ratio desc nulls last,
    missing_cents,
    beneficiary_key,
    pool
