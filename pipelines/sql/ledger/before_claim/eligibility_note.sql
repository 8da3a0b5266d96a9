-- grain:  one row per person whose amounts change nothing yet, and per file with amounts of years without services
-- key:    file_number, segment_number, rule
-- units:  none
-- source: ledger.eligibility_amount, ledger.identity, ledger.account, ledger.beneficiary, staging.claim_payment,
--         reference.row_rule

with usable as (

    select
        eligibility_amount.file_number,
        eligibility_amount.file_sha256,
        eligibility_amount.segment_number,
        eligibility_amount.person_segment_number,
        eligibility_amount.pool,
        eligibility_amount.calendar_year,
        coalesce(identity.new_patient_number, eligibility_amount.patient_number) as patient_number
    from ledger.eligibility_amount
    left join ledger.identity
        on eligibility_amount.patient_number = identity.old_patient_number
    where eligibility_amount.rule is null

),

remitted as (

    select distinct coalesce(identity.new_patient_number, claim_payment.patient_number) as patient_number
    from staging.claim_payment
    left join ledger.identity
        on claim_payment.patient_number = identity.old_patient_number
    where claim_payment.patient_number is not null

),

unused as (

    select
        usable.*,
        case when remitted.patient_number is null then 'patient_without_remittance' else 'amount_without_services' end
            as rule
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
    where account.account_ordinal is null

),

noted as (

    select
        unused.file_number,
        unused.file_sha256,
        unused.rule,
        unused.person_segment_number as segment_number,
        1 as amounts
    from unused
    where unused.rule = 'patient_without_remittance'
    group by unused.file_number, unused.file_sha256, unused.rule, unused.person_segment_number
    union all
    select
        unused.file_number,
        unused.file_sha256,
        unused.rule,
        min(unused.segment_number) as segment_number,
        count(*) as amounts
    from unused
    where unused.rule = 'amount_without_services'
    group by unused.file_number, unused.file_sha256, unused.rule

)

select
    noted.file_number,
    noted.file_sha256,
    noted.segment_number,
    noted.rule,
    case
        when noted.rule = 'amount_without_services' then concat(row_rule.sentence, ' Amounts: ', noted.amounts, '.')
        else row_rule.sentence
    end as reason
from noted
inner join reference.row_rule
    on noted.rule = row_rule.rule
