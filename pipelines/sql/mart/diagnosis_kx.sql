-- grain:  one row per provider, period and diagnosis, where the source carries one
-- key:    provider_npi, period_code, diagnosis_code
-- units:  beneficiaries are counts; _ratio is 0 to 1
-- source: ledger.provider_diagnosis

select
    provider_diagnosis.provider_npi,
    provider_diagnosis.period_code,
    provider_diagnosis.diagnosis_code,
    provider_diagnosis.beneficiaries,
    provider_diagnosis.kx_beneficiaries,
    cast(provider_diagnosis.kx_beneficiaries as double) / provider_diagnosis.beneficiaries as kx_beneficiary_ratio,
    provider_diagnosis.has_enough_beneficiaries,
    provider_diagnosis.is_uniform
from ledger.provider_diagnosis
