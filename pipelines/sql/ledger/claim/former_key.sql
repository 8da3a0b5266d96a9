-- grain:  one row per beneficiary key that was ever used, with the beneficiary of today
-- key:    former_key
-- units:  none
-- source: ledger.beneficiary, ledger.identity, staging.build_parameter

-- Decision 0037.

select
    beneficiary.beneficiary_key as former_key,
    beneficiary.beneficiary_ordinal
from ledger.beneficiary
union all
-- what was kept before an identifier changed stands under the key of the old one
select
    key_of(build_parameter.beneficiary_secret, identity.old_patient_number) as former_key,
    beneficiary.beneficiary_ordinal
from ledger.identity
inner join ledger.beneficiary
    on identity.new_patient_number = beneficiary.patient_number
cross join staging.build_parameter
