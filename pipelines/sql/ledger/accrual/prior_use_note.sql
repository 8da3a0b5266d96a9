-- grain:  one row per row of a prior-use file that changes nothing yet: no service line of that patient and year
-- key:    file_number, segment_number, rule
-- units:  none
-- source: staging.prior_use, ledger.withdrawn_use, ledger.identity, ledger.account, ledger.beneficiary,
--         staging.claim_payment, reference.row_rule

with usable as (

    select
        prior_use.file_number,
        prior_use.file_sha256,
        prior_use.segment_number,
        prior_use.pool,
        prior_use.calendar_year,
        coalesce(identity.new_patient_number, prior_use.patient_number) as patient_number
    from staging.prior_use
    left join ledger.withdrawn_use
        on prior_use.prior_use_place = withdrawn_use.prior_use_place
    left join ledger.identity
        on prior_use.patient_number = identity.old_patient_number
    where withdrawn_use.prior_use_place is null

),

remitted as (

    select distinct coalesce(identity.new_patient_number, claim_payment.patient_number) as patient_number
    from staging.claim_payment
    left join ledger.identity
        on claim_payment.patient_number = identity.old_patient_number
    where claim_payment.patient_number is not null

)

select
    usable.file_number,
    usable.file_sha256,
    usable.segment_number,
    row_rule.rule,
    row_rule.sentence as reason
from usable
left join remitted
    on usable.patient_number = remitted.patient_number
left join ledger.beneficiary
    on usable.patient_number = beneficiary.patient_number
left join ledger.account
    on
        beneficiary.beneficiary_ordinal = account.beneficiary_ordinal
        and usable.pool = account.pool
        and usable.calendar_year = account.calendar_year
inner join reference.row_rule
    on
        row_rule.rule
        = case when remitted.patient_number is null then 'patient_without_remittance' else 'amount_without_services' end
where account.account_ordinal is null
