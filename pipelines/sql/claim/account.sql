-- grain:  one row per file, patient, pool and calendar year of the claim files
-- key:    account_ordinal
-- units:  _cents are US cents; prior_use_cents is all that counts before the file: own lines, lines that were submitted
--         and are not adjudicated yet, and use at other providers
-- source: claim.line, claim.pending_amount, ledger.known_answer, ledger.account, ledger.beneficiary,
--         source.check_parameter

with account as (

    select distinct
        line.account_ordinal,
        line.account_patient_number,
        line.pool,
        line.calendar_year
    from claim.line
    where line.account_ordinal is not null

),

submitted as (

    select
        account.account_ordinal,
        sum(pending_amount.amount_cents) as submitted_cents
    from account
    inner join claim.pending_amount
        on
            account.account_patient_number = pending_amount.account_patient_number
            and account.pool = pending_amount.pool
            and account.calendar_year = pending_amount.calendar_year
    group by account.account_ordinal

),

-- an answer that is newer than a submitted claim held it already: that part was not used at other providers
answer as (

    select
        account.account_ordinal,
        known_answer.prior_use_place,
        known_answer.prior_use_grade,
        known_answer.grade_rank,
        known_answer.implied_from_date,
        known_answer.from_date,
        case
            when known_answer.prior_use_cents = 0 then 0
            else greatest(known_answer.prior_use_cents - coalesce(sum(pending_amount.amount_cents), 0), 0)
        end as prior_use_cents
    from account
    inner join ledger.known_answer
        on
            account.account_patient_number = known_answer.patient_number
            and account.pool = known_answer.pool
            and account.calendar_year = known_answer.calendar_year
    left join claim.pending_amount
        on
            account.account_patient_number = pending_amount.account_patient_number
            and account.pool = pending_amount.pool
            and account.calendar_year = pending_amount.calendar_year
            and known_answer.from_date
            >= case
                when known_answer.is_implied then pending_amount.received_date
                else pending_amount.counted_from_date
            end
    group by
        account.account_ordinal,
        known_answer.prior_use_place,
        known_answer.prior_use_grade,
        known_answer.grade_rank,
        known_answer.implied_from_date,
        known_answer.from_date,
        known_answer.prior_use_cents

),

-- what was used cannot shrink: the largest amount holds, then the better grade, then the newest
largest as (

    select
        answer.account_ordinal,
        answer.prior_use_grade,
        cast(answer.prior_use_cents as bigint) as prior_use_cents,
        min(answer.implied_from_date) over (
            partition by answer.account_ordinal
        ) as implied_from_date,
        row_number() over (
            partition by answer.account_ordinal
            order by
                answer.prior_use_cents desc,
                answer.grade_rank desc,
                answer.from_date desc,
                answer.prior_use_place desc
        ) as largest_first
    from answer

),

counted as (

    select
        account.account_ordinal,
        account.pool,
        account.calendar_year,
        coalesce(own.own_accrued_cents, 0) as own_accrued_cents,
        cast(coalesce(submitted.submitted_cents, 0) as bigint) as submitted_cents,
        coalesce(largest.prior_use_cents, 0) as elsewhere_cents,
        coalesce(largest.prior_use_grade, 'unknown') as prior_use_grade,
        largest.implied_from_date is not null as has_implied_use
    from account
    left join ledger.beneficiary
        on account.account_patient_number = beneficiary.patient_number
    left join ledger.account as own
        on
            beneficiary.beneficiary_ordinal = own.beneficiary_ordinal
            and account.pool = own.pool
            and account.calendar_year = own.calendar_year
    left join submitted
        on account.account_ordinal = submitted.account_ordinal
    left join largest
        on
            account.account_ordinal = largest.account_ordinal
            and largest.largest_first = 1

)

select
    counted.account_ordinal,
    counted.pool,
    counted.calendar_year,
    check_parameter.order_date as from_date,
    cast(null as date) as to_date,
    counted.own_accrued_cents,
    counted.submitted_cents,
    counted.elsewhere_cents,
    counted.own_accrued_cents + counted.submitted_cents + counted.elsewhere_cents as prior_use_cents,
    counted.own_accrued_cents + counted.submitted_cents + counted.elsewhere_cents as prior_use_low_cents,
    counted.own_accrued_cents + counted.submitted_cents + counted.elsewhere_cents as prior_use_high_cents,
    counted.prior_use_grade,
    case when counted.has_implied_use then check_parameter.order_date end as implied_from_date
from counted
cross join source.check_parameter
