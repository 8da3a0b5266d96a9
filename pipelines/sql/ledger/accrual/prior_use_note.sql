-- grain:  one row per row of a prior-use file without a service line of that patient and year, and one per file with
--         amounts that are dated after the data-through date: both change nothing yet
-- key:    file_number, segment_number, rule
-- units:  none
-- source: staging.prior_use, ledger.withdrawn_use, ledger.identity, ledger.account, ledger.beneficiary,
--         staging.claim_payment, ledger.scope, reference.row_rule

with usable as (

    select
        prior_use.file_number,
        prior_use.file_sha256,
        prior_use.segment_number,
        prior_use.pool,
        prior_use.calendar_year,
        prior_use.as_of_date,
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

),

unused as (

    select
        usable.file_number,
        usable.file_sha256,
        usable.segment_number,
        case
            when remitted.patient_number is null then 'patient_without_remittance'
            when account.account_ordinal is null then 'amount_without_services'
            else 'amount_of_a_later_date'
        end as rule
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
    cross join ledger.scope
    where account.account_ordinal is null or usable.as_of_date > scope.data_through_date

),

noted as (

    select
        unused.file_number,
        unused.file_sha256,
        unused.rule,
        unused.segment_number,
        1 as amounts
    from unused
    where unused.rule <> 'amount_of_a_later_date'
    union all
    select
        unused.file_number,
        unused.file_sha256,
        unused.rule,
        min(unused.segment_number) as segment_number,
        count(*) as amounts
    from unused
    where unused.rule = 'amount_of_a_later_date'
    group by unused.file_number, unused.file_sha256, unused.rule

)

select
    noted.file_number,
    noted.file_sha256,
    noted.segment_number,
    noted.rule,
    case
        when noted.rule = 'amount_of_a_later_date' then concat(row_rule.sentence, ' Amounts: ', noted.amounts, '.')
        else row_rule.sentence
    end as reason
from noted
inner join reference.row_rule
    on noted.rule = row_rule.rule
