select
    beneficiary_key,
    pool,
    calendar_year,
    outcome_category,
    case $clock when 'visits' then observed_visits else observed_days end as elapsed,
    observed_days,
    observed_visits,
    kx_crossing_date,
    accrued_cents,
    kx_threshold_cents,
    prior_use_grade,
    first_service_date,
    last_service_date
from mart.threshold_crossing
where
    order_basis = 'received'
    and ($first_year is null or calendar_year >= $first_year)
    and ($last_year is null or calendar_year <= $last_year)
    and ($pool is null or pool = $pool)
    and ($outcome is null or outcome_category = $outcome)
    and (
        $up_to is null
        or case $clock when 'visits' then observed_visits else observed_days end <= $up_to
    )
    and (
        coalesce($payee_npi, $provider_npi, $payer_name) is null
        or (beneficiary_key, pool, calendar_year) in (
            select
                crossing_provider.beneficiary_key,
                crossing_provider.pool,
                crossing_provider.calendar_year
            from mart.crossing_provider
            where
                ($payee_npi is null or crossing_provider.payee_npi = $payee_npi)
                and ($provider_npi is null or crossing_provider.provider_npi = $provider_npi)
                and ($payer_name is null or crossing_provider.payer_name = $payer_name)
        )
    )
order by elapsed, beneficiary_key, pool, calendar_year
