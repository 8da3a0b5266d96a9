select
    provider_beneficiary_kx.beneficiary_key,
    beneficiary.patient_id,
    beneficiary.patient_name,
    provider_beneficiary_kx.pool,
    cast(sum(provider_beneficiary_kx.lines) as bigint) as lines,
    cast(sum(provider_beneficiary_kx.kx_lines) as bigint) as kx_lines,
    cast(sum(provider_beneficiary_kx.early_kx_lines) as bigint) as early_kx_lines,
    cast(sum(provider_beneficiary_kx.far_early_kx_lines) as bigint) as far_early_kx_lines,
    cast(sum(provider_beneficiary_kx.missing_lines) as bigint) as missing_lines,
    cast(sum(provider_beneficiary_kx.allowed_cents) as bigint) as allowed_cents
from mart.provider_beneficiary_kx
left join mart.beneficiary
    on provider_beneficiary_kx.beneficiary_key = beneficiary.beneficiary_key
where
    provider_beneficiary_kx.provider_npi is not distinct from $provider_npi
    and is_in_period(provider_beneficiary_kx.service_month, $period_start, $period_end)
    and is_in_filters(
        provider_beneficiary_kx.payee_npi, provider_beneficiary_kx.provider_npi, provider_beneficiary_kx.pool,
        provider_beneficiary_kx.payer_name, $payee_npi, $provider_npi, $pool, $payer_name
    )
group by
    provider_beneficiary_kx.beneficiary_key,
    beneficiary.patient_id,
    beneficiary.patient_name,
    provider_beneficiary_kx.pool
order by
    far_early_kx_lines desc, early_kx_lines desc, lines desc,
    provider_beneficiary_kx.beneficiary_key, provider_beneficiary_kx.pool
