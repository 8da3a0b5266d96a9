select
    diagnosis_code,
    beneficiaries,
    kx_beneficiaries,
    kx_beneficiary_ratio,
    has_enough_beneficiaries,
    is_uniform
from mart.diagnosis_kx
where provider_npi = $provider_npi and period_code = $period_code
order by is_uniform desc, beneficiaries desc, diagnosis_code
