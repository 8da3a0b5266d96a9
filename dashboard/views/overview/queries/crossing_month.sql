select
    beneficiary_key,
    pool,
    kx_crossing_date,
    kx_crossing_known_date,
    accrued_cents,
    kx_threshold_cents,
    lines,
    kx_lines,
    missing_lines
from mart.threshold_crossing
where
    order_basis = 'received'
    and cast(date_trunc('month', kx_crossing_date) as date) = $crossing_month
    and is_chosen(pool, $pool)
    and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, $payer_name)
order by kx_crossing_date, beneficiary_key, pool
