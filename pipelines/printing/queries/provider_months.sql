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
    provider_npi = $provider_npi
    and ($period_start is null or service_month >= $period_start)
    and ($period_end is null or service_month <= $period_end)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($pool is null or pool = $pool)
    and ($payer_name is null or payer_name = $payer_name)
group by service_month
order by service_month
