select
    beneficiary_key,
    patient_id,
    patient_name
from mart.beneficiary
where list_contains($beneficiary_keys, beneficiary_key)
order by beneficiary_key
