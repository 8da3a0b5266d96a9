select
    beneficiary_key,
    min(service_month) as first_month,
    max(service_month) as last_month,
    cast(sum(lines) as bigint) as lines,
    cast(sum(kx_lines) as bigint) as kx_lines,
    cast(sum(first_date_kx_lines) as bigint) as first_date_kx_lines,
    cast(sum(allowed_cents) as bigint) as allowed_cents
from mart.provider_beneficiary_kx
where
    provider_npi = $provider_npi
    and ($period_start is null or service_month >= $period_start)
    and ($period_end is null or service_month <= $period_end)
    and (
        $measure_code <> 'oei_several_providers'
        or beneficiary_key in (
            select other.beneficiary_key
            from mart.provider_beneficiary_kx as other
            where
                other.provider_npi is not null
                and ($period_start is null or other.service_month >= $period_start)
                and ($period_end is null or other.service_month <= $period_end)
            group by other.beneficiary_key
            having count(distinct other.provider_npi) > 1
        )
    )
group by beneficiary_key
having
    ($measure_code <> 'oei_first_date_kx' or sum(first_date_kx_lines) > 0)
    and ($measure_code <> 'oei_all_year' or count(distinct quarter(service_month)) = 4)
order by lines desc, beneficiary_key
