with counted as (

    select
        provider_npi,
        count(distinct beneficiary_key) as beneficiaries,
        count(distinct beneficiary_key) filter (where kx_lines > 0) as kx_beneficiaries,
        count(distinct beneficiary_key) filter (where first_date_kx_lines > 0) as first_date_kx_beneficiaries,
        cast(sum(lines) as bigint) as lines,
        cast(sum(kx_lines) as bigint) as kx_lines,
        cast(sum(below_lines) as bigint) as below_lines,
        cast(sum(below_kx_lines) as bigint) as below_kx_lines,
        cast(sum(early_kx_lines) as bigint) as early_kx_lines,
        cast(sum(far_early_kx_lines) as bigint) as far_early_kx_lines,
        cast(sum(same_visit_kx_lines) as bigint) as same_visit_kx_lines,
        cast(sum(unjudged_kx_lines) as bigint) as unjudged_kx_lines,
        cast(sum(over_lines) as bigint) as over_lines,
        cast(sum(over_kx_lines) as bigint) as over_kx_lines
    from mart.provider_beneficiary_kx
    where
        is_in_period(service_month, $period_start, $period_end)
        and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    group by provider_npi

)

select
    provider_npi,
    case
        when kx_beneficiaries < beneficiaries then 'none'
        when 2 * early_kx_lines < kx_lines then 'explained'
        when beneficiaries >= $minimum_beneficiaries then 'red_flag'
        else 'watch'
    end as all_kx_category,
    beneficiaries,
    kx_beneficiaries,
    kx_beneficiaries / beneficiaries as kx_beneficiary_ratio,
    early_kx_lines / nullif(kx_lines, 0) as early_kx_ratio,
    first_date_kx_beneficiaries,
    lines,
    kx_lines,
    below_lines,
    below_kx_lines,
    early_kx_lines,
    far_early_kx_lines,
    same_visit_kx_lines,
    unjudged_kx_lines,
    over_lines,
    over_kx_lines,
    early_kx_lines / nullif(below_lines, 0) as early_below_ratio,
    over_kx_lines / nullif(over_lines, 0) as over_kx_ratio
from counted
order by
    all_kx_category = 'red_flag' desc,
    all_kx_category = 'watch' desc,
    all_kx_category = 'explained' desc,
    kx_beneficiary_ratio desc,
    beneficiaries desc,
    provider_npi
