with counted as (

    select
        provider_npi,
        count(distinct beneficiary_key) as beneficiaries,
        count(distinct beneficiary_key) filter (where has_kx) as kx_beneficiaries,
        count(*) filter (where has_kx) as kx_lines,
        count(*) filter (where has_kx and kx_position = 'below') as below_kx_lines
    from mart.line
    where
        pool is not null
        and payment_date <= $known_by
        and ($period_start is null or service_month >= $period_start)
        and ($period_end is null or service_month <= $period_end)
        and ($payee_npi is null or payee_npi = $payee_npi)
        and ($provider_npi is null or provider_npi = $provider_npi)
        and ($pool is null or pool = $pool)
        and ($payer_name is null or payer_name = $payer_name)
    group by provider_npi

)

select
    count(*) filter (
        where
        kx_beneficiaries = beneficiaries
        and 2 * below_kx_lines >= kx_lines
        and beneficiaries >= $minimum_beneficiaries
    ) as flagged_providers,
    count(*) as providers,
    cast(coalesce(sum(kx_lines), 0) as bigint) as kx_lines,
    cast(coalesce(sum(below_kx_lines), 0) as bigint) as below_kx_lines
from counted
