select
    beneficiary_key,
    patient_id,
    patient_name
from mart.beneficiary
where
    search_key(patient_id) = $words_key
    or (contains(lower(patient_name), $name_part) and contains(lower(patient_name), $other_part))
order by patient_name, beneficiary_key
limit 20
