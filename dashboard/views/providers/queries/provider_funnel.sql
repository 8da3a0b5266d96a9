select
    providers,
    rated_beneficiaries,
    rated_kx_beneficiaries,
    rate_ratio,
    rated_lines,
    rated_kx_lines,
    inner_alarm_ratio,
    outer_alarm_ratio,
    twelve_inner_alarm_ratio,
    twelve_outer_alarm_ratio,
    overdispersion_factor,
    design_effect_factor
from mart.provider_funnel
where
    period_code = $period_code
    and pool is not distinct from $pool
    and payee_npi is not distinct from $payee_npi
    and rate_name = $rate_name
