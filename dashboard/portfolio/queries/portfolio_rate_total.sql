select
    practices,
    rated_beneficiaries,
    rated_kx_beneficiaries,
    rate_ratio,
    overdispersion_factor
from mart.practice_rate_total
