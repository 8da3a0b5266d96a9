select
    service_month,
    count(distinct beneficiary_key) as beneficiaries,
    count(distinct beneficiary_key) filter (where kx_lines > 0) as kx_beneficiaries,
    cast(sum(lines) as bigint) as lines,
    cast(sum(kx_lines) as bigint) as kx_lines,
    cast(sum(far_early_kx_lines) as bigint) as far_early_kx_lines,
    cast(sum(early_kx_lines - far_early_kx_lines) as bigint) as near_early_kx_lines,
    cast(sum(kx_lines - early_kx_lines) as bigint) as other_kx_lines,
    cast(sum(missing_lines) as bigint) as missing_lines
from mart.provider_beneficiary_kx
where
    provider_npi is not distinct from $provider_npi
    and is_in_period(service_month, $period_start, $period_end)
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
group by service_month
order by service_month
