-- grain:  one row per row of a prior-use file
-- key:    prior_use_place
-- units:  used_cents is US cents, the total used everywhere
-- source: staging.prior_use, ledger.withdrawn_use, ledger.identity, ledger.beneficiary, ledger.account, ledger.scope

select
    prior_use.prior_use_place,
    prior_use.file_number,
    prior_use.segment_number,
    beneficiary.beneficiary_ordinal,
    prior_use.pool,
    prior_use.calendar_year,
    prior_use.used_cents,
    prior_use.as_of_date,
    prior_use.prior_use_grade,
    case
        when withdrawn_use.prior_use_place is not null then 'withdrawn'
        when beneficiary.beneficiary_ordinal is null then 'patient_unknown'
        when account.account_ordinal is null then 'no_services'
        when prior_use.as_of_date > scope.data_through_date then 'later'
        else 'counts'
    end as entry_category,
    withdrawn_use.withdrawal_reason
from staging.prior_use
left join ledger.withdrawn_use
    on prior_use.prior_use_place = withdrawn_use.prior_use_place
left join ledger.identity
    on prior_use.patient_number = identity.old_patient_number
left join ledger.beneficiary
    on coalesce(identity.new_patient_number, prior_use.patient_number) = beneficiary.patient_number
left join ledger.account
    on
        beneficiary.beneficiary_ordinal = account.beneficiary_ordinal
        and prior_use.pool = account.pool
        and prior_use.calendar_year = account.calendar_year
cross join ledger.scope
