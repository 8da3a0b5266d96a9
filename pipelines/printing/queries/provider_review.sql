select
    provider_npi,
    has_all_kx_reason,
    has_early_kx_reason,
    is_judged,
    beneficiaries,
    rated_beneficiaries,
    rated_kx_beneficiaries,
    exact_low_ratio,
    exact_high_ratio,
    others_ratio,
    kx_lines,
    early_kx_lines
from mart.provider_review
where
    provider_npi = $provider_npi
    and period_code = $period_code
    and pool is not distinct from $pool
    and payee_npi is not distinct from $payee_npi
    and known_by_date = (select max(newest.known_by_date) from mart.provider_review as newest)
