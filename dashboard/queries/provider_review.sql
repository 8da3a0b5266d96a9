select
    provider_npi,
    has_all_kx_reason,
    has_early_kx_reason,
    is_judged,
    beneficiaries,
    kx_beneficiaries,
    kx_lines,
    early_kx_lines,
    far_early_kx_lines,
    same_visit_kx_lines,
    rated_beneficiaries,
    rated_kx_beneficiaries,
    rate_ratio,
    exact_low_ratio,
    exact_high_ratio,
    others_beneficiaries,
    others_kx_beneficiaries,
    others_ratio,
    chance_ratio,
    adjusted_chance_ratio
from mart.provider_review
where
    known_by_date = $known_by
    and period_code = $period_code
    and pool is not distinct from $pool
    and payee_npi is not distinct from $payee_npi
    and is_chosen(provider_npi, $provider_npi)
    and is_chosen(is_judged, $is_judged)
order by far_early_kx_lines desc, early_kx_lines desc, provider_npi
