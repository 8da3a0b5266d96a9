-- grain:  one row per patient, pool and calendar year of which anything is known: own lines, prior use, or both
-- key:    patient_number, pool, calendar_year
-- units:  _cents are US cents; prior_use_cents was used at other providers
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
        prior_use.prior_use_grade,
        prior_use_grade.grade_rank,
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

),

known as (

    select
        newer_answer.patient_number,
        newer_answer.pool,
        newer_answer.calendar_year,
        newer_answer.prior_use_place,
        newer_answer.prior_use_grade,
        newer_answer.grade_rank,
        newer_answer.prior_use_cents,
        cast(null as date) as implied_from_date
    from newer_answer
    union all
    select
        beneficiary.patient_number,
        account.pool,
        account.calendar_year,
        cast(0 as bigint) as prior_use_place,
        prior_use_step.prior_use_grade,
        prior_use_grade.grade_rank,
        prior_use_step.prior_use_cents,
        prior_use_step.implied_from_date
    from ledger.prior_use_step
    inner join reference.prior_use_grade
        on prior_use_step.prior_use_grade = prior_use_grade.prior_use_grade
    inner join ledger.account
        on prior_use_step.account_ordinal = account.account_ordinal
    inner join ledger.beneficiary
        on account.beneficiary_ordinal = beneficiary.beneficiary_ordinal
    where prior_use_step.to_date is null

),

-- what was used cannot shrink: the largest amount holds, then the better grade, then the newest
largest as (

    select
        known.patient_number,
        known.pool,
        known.calendar_year,
        known.prior_use_grade,
        known.prior_use_cents,
        min(known.implied_from_date) over (
            partition by known.patient_number, known.pool, known.calendar_year
        ) as implied_from_date,
        row_number() over (
            partition by known.patient_number, known.pool, known.calendar_year
            order by known.prior_use_cents desc, known.grade_rank desc, known.prior_use_place desc
        ) as largest_first
    from known

),

own as (

    select
        beneficiary.patient_number,
        account.pool,
        account.calendar_year,
        account.own_accrued_cents
    from ledger.account
    inner join ledger.beneficiary
        on account.beneficiary_ordinal = beneficiary.beneficiary_ordinal

)

select
    coalesce(own.patient_number, largest.patient_number) as patient_number,
    coalesce(own.pool, largest.pool) as pool,
    coalesce(own.calendar_year, largest.calendar_year) as calendar_year,
    coalesce(own.own_accrued_cents, 0) as own_accrued_cents,
    coalesce(largest.prior_use_cents, 0) as prior_use_cents,
    coalesce(largest.prior_use_grade, 'unknown') as prior_use_grade,
    largest.implied_from_date
from own
full join (
    select largest.*
    from largest
    where largest.largest_first = 1
) as largest
    on
        own.patient_number = largest.patient_number
        and own.pool = largest.pool
        and own.calendar_year = largest.calendar_year
