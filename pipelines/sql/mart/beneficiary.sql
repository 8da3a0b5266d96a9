-- grain:  one row per beneficiary
-- key:    beneficiary_key
-- units:  none
-- source: ledger.person

select
    person.beneficiary_key,
    person.patient_number as patient_id,
    person.patient_name
from ledger.person
