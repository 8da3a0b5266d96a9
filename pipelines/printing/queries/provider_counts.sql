select
    provider_npi,
    count(distinct beneficiary_key) as beneficiaries,
    count(distinct beneficiary_key) filter (where kx_lines > 0) as kx_beneficiaries,
    cast(sum(lines) as bigint) as lines,
    cast(sum(kx_lines) as bigint) as kx_lines,
    cast(sum(early_kx_lines) as bigint) as early_kx_lines,
    cast(sum(far_early_kx_lines) as bigint) as far_early_kx_lines,
    cast(sum(over_lines) as bigint) as over_lines,
    cast(sum(over_kx_lines) as bigint) as over_kx_lines,
    cast(sum(missing_lines) as bigint) as missing_lines,
    cast(sum(allowed_cents) as bigint) as allowed_cents
from mart.provider_beneficiary_kx
where
    is_in_period(service_month, $period_start, $period_end)
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
group by provider_npi
order by far_early_kx_lines desc, early_kx_lines desc, provider_npi
