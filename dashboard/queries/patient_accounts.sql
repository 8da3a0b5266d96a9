-- The account number of the newest line of each patient, for lists that have one row per patient.
select
    beneficiary_key,
    arg_max(patient_control_number, (service_date, payment_date, service_line_key)) as patient_control_number
from mart.line
where
    list_contains($beneficiary_keys, beneficiary_key)
    and patient_control_number is not null
group by beneficiary_key
order by beneficiary_key
