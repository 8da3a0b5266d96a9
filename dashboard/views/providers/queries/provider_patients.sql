select
    beneficiary_key,
    pool,
    cast(sum(lines) as bigint) as lines,
    cast(sum(kx_lines) as bigint) as kx_lines,
    cast(sum(early_kx_lines) as bigint) as early_kx_lines,
    cast(sum(far_early_kx_lines) as bigint) as far_early_kx_lines,
    cast(sum(same_visit_kx_lines) as bigint) as same_visit_kx_lines,
    cast(sum(over_kx_lines) as bigint) as over_kx_lines,
    cast(sum(missing_lines) as bigint) as missing_lines,
    cast(sum(allowed_cents) as bigint) as allowed_cents
from mart.provider_beneficiary_kx
where
    is_in_period(service_month, $period_start, $period_end)
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
group by beneficiary_key, pool
order by far_early_kx_lines desc, early_kx_lines desc, lines desc, beneficiary_key, pool
