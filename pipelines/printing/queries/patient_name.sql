select
    beneficiary_key,
    patient_id,
    patient_name
from mart.beneficiary
where beneficiary_key = $beneficiary_key
