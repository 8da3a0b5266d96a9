select
    provider_kx.provider_npi,
    provider.provider_name,
    provider_kx.period_type,
    provider_kx.period_start,
    provider_kx.beneficiaries,
    provider_kx.kx_beneficiaries,
    provider_kx.lines,
    provider_kx.kx_lines,
    provider_kx.below_lines,
    provider_kx.below_kx_lines,
    provider_kx.early_kx_lines,
    provider_kx.far_early_kx_lines,
    provider_kx.same_visit_kx_lines,
    provider_kx.over_lines,
    provider_kx.over_kx_lines,
    provider_kx.all_kx_category
from mart.provider_kx
left join mart.provider
    on provider_kx.provider_npi = provider.provider_npi
where
    provider_kx.period_type = 'month' and provider_kx.period_start = $month_start
    or provider_kx.period_type = 'year' and provider_kx.period_start = date_trunc('year', $month_start)
order by provider_kx.period_type, provider_kx.provider_npi
