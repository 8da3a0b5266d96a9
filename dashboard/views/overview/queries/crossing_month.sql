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
    and ($pool is null or pool = $pool)
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
order by kx_crossing_date, beneficiary_key, pool
