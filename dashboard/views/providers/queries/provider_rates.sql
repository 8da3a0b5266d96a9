select
    provider_npi,
    rated_beneficiaries,
    rated_kx_beneficiaries,
    rate_ratio,
    exact_low_ratio,
    exact_high_ratio,
    wilson_low_ratio,
    wilson_high_ratio,
    others_beneficiaries,
    others_kx_beneficiaries,
    others_ratio,
    inner_low_ratio,
    inner_high_ratio,
    outer_low_ratio,
    outer_high_ratio,
    chance_ratio,
    chance_score,
    rated_lines,
    rated_kx_lines,
    design_effect_factor,
    funnel_category
from mart.provider_rate
where
    period_code = $period_code
    and pool is not distinct from $pool
    and payee_npi is not distinct from $payee_npi
    and rate_name = $rate_name
order by chance_ratio, provider_npi
