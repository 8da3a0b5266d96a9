-- grain:  one row per answer about prior use that may hold for what is received next, and denial that implies one
-- key:    patient_number, pool, calendar_year, from_date, prior_use_place
-- units:  prior_use_cents is US cents used at other providers
-- source: ledger.prior_use, ledger.identity, ledger.beneficiary, ledger.account, ledger.prior_use_step, ledger.scope,
--         reference.prior_use_grade

-- what comes next is received after all that is known, so an answer newer than the newest remittance counts as well,
-- unless the build asks for the knowledge of an earlier date; Medicare had counted all that is paid by then
with newer_answer as (

    select
        coalesce(identity.new_patient_number, prior_use.patient_number) as patient_number,
        prior_use.pool,
        prior_use.calendar_year,
        prior_use.prior_use_place,
        prior_use.as_of_date,
        prior_use.prior_use_grade,
        prior_use_grade.grade_rank,
        prior_use_grade.is_implied,
        greatest(prior_use.used_cents - coalesce(account.own_accrued_cents, 0), 0) as prior_use_cents
    from ledger.prior_use
    cross join ledger.scope
    inner join reference.prior_use_grade
        on prior_use.prior_use_grade = prior_use_grade.prior_use_grade
    left join ledger.identity
        on prior_use.patient_number = identity.old_patient_number
    left join ledger.beneficiary
        on coalesce(identity.new_patient_number, prior_use.patient_number) = beneficiary.patient_number
    left join ledger.account
        on
            beneficiary.beneficiary_ordinal = account.beneficiary_ordinal
            and prior_use.pool = account.pool
            and prior_use.calendar_year = account.calendar_year
    where
        prior_use.patient_number is not null
        and (account.account_ordinal is null or prior_use.as_of_date > scope.data_through_date)
        and (scope.as_of_date is null or prior_use.as_of_date <= scope.as_of_date)

)

select
    newer_answer.patient_number,
    newer_answer.pool,
    newer_answer.calendar_year,
    newer_answer.as_of_date as from_date,
    newer_answer.prior_use_place,
    newer_answer.prior_use_grade,
    newer_answer.grade_rank,
    newer_answer.is_implied,
    newer_answer.prior_use_cents,
    cast(null as date) as implied_from_date
from newer_answer
union all
select
    beneficiary.patient_number,
    account.pool,
    account.calendar_year,
    prior_use_step.from_date,
    cast(0 as bigint) as prior_use_place,
    prior_use_step.prior_use_grade,
    prior_use_grade.grade_rank,
    prior_use_grade.is_implied,
    prior_use_step.prior_use_cents,
    prior_use_step.implied_from_date
from ledger.prior_use_step
inner join reference.prior_use_grade
    on prior_use_step.prior_use_grade = prior_use_grade.prior_use_grade
inner join ledger.account
    on prior_use_step.account_ordinal = account.account_ordinal
inner join ledger.beneficiary
    on account.beneficiary_ordinal = beneficiary.beneficiary_ordinal
