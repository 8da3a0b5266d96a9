-- grain:  one row per prior-use answer about a patient of ours
-- key:    prior_use_place
-- units:  used_cents is US cents
-- source: ledger.prior_use, ledger.identity, ledger.beneficiary, ledger.account

select
    prior_use.prior_use_place,
    prior_use.as_of_date,
    prior_use.used_cents,
    prior_use.prior_use_grade,
    account.account_ordinal,
    account.beneficiary_ordinal,
    account.pool,
    account.calendar_year
from ledger.prior_use
left join ledger.identity
    on prior_use.patient_number = identity.old_patient_number
inner join ledger.beneficiary
    on coalesce(identity.new_patient_number, prior_use.patient_number) = beneficiary.patient_number
inner join ledger.account
    on
        beneficiary.beneficiary_ordinal = account.beneficiary_ordinal
        and prior_use.pool = account.pool
        and prior_use.calendar_year = account.calendar_year
