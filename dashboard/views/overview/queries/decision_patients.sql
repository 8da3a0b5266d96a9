select
    count(*) filter (where reached_category = 'approaching') as approaching,
    cast(
        coalesce(min(kx_threshold_cents - accrued_cents) filter (where reached_category = 'approaching'), 0) as bigint
    ) as nearest_cents,
    count(*)
    filter (where reached_category in ('over_kx', 'over_medical_review') and missing_lines > 0) as missing_patients,
    cast(
        coalesce(sum(missing_lines) filter (where reached_category in ('over_kx', 'over_medical_review')), 0) as bigint
    ) as missing_lines,
    count(*) filter (where reached_category = 'over_medical_review') as over_medical_review
from mart.threshold_crossing
where
    order_basis = 'received'
    and is_open
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
