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
    and is_in_period(service_month, $period_start, $period_end)
    and (
        $has_several_providers is null
        or beneficiary_key in (
            select other.beneficiary_key
            from mart.provider_beneficiary_kx as other
            where
                other.provider_npi is not null
                and is_in_period(other.service_month, $period_start, $period_end)
            group by other.beneficiary_key
            having count(distinct other.provider_npi) > 1
        )
    )
group by beneficiary_key
having
    ($has_first_date_kx is null or (sum(first_date_kx_lines) > 0) = $has_first_date_kx)
    and ($has_all_quarters is null or (count(distinct quarter(service_month)) = 4) = $has_all_quarters)
order by lines desc, beneficiary_key
