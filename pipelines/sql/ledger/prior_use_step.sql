-- grain:  one row per account and span of dates in which the same prior use is known
-- key:    account_ordinal, from_date
-- units:  prior_use_cents is US cents used elsewhere; to_date is the first day after the span, null while open
-- source: staging.prior_use, ledger.account, ledger.beneficiary, ledger.identity, ledger.scope, ledger.service_line

with answer as (

    select
        account.account_ordinal,
        account.beneficiary_ordinal,
        account.pool,
        account.calendar_year,
        prior_use.prior_use_place,
        prior_use.as_of_date,
        prior_use.used_cents,
        prior_use.prior_use_grade
    from staging.prior_use
    left join ledger.identity
        on prior_use.patient_number = identity.old_patient_number
    inner join ledger.beneficiary
        on coalesce(identity.new_patient_number, prior_use.patient_number) = beneficiary.patient_number
    inner join ledger.account
        on
            beneficiary.beneficiary_ordinal = account.beneficiary_ordinal
            and prior_use.pool = account.pool
            and prior_use.calendar_year = account.calendar_year
    cross join ledger.scope
    where prior_use.as_of_date <= scope.data_through_date

),

-- what Medicare's answer already held of our own: allowed, paid by then and not taken back by then
own as (

    select
        answer.prior_use_place,
        cast(sum(service_line.allowed_cents) as bigint) as own_cents
    from answer
    inner join ledger.service_line
        on
            answer.beneficiary_ordinal = service_line.beneficiary_ordinal
            and answer.pool = service_line.pool
            and answer.calendar_year = service_line.calendar_year
    where
        not service_line.is_denied
        and service_line.payment_date <= answer.as_of_date
        and (service_line.taken_back_date is null or service_line.taken_back_date > answer.as_of_date)
    group by answer.prior_use_place

),

external as (

    select
        answer.account_ordinal,
        answer.as_of_date,
        -- twice the cents plus one for a verified answer: the maximum prefers it on a tie
        max(
            2 * greatest(answer.used_cents - coalesce(own.own_cents, 0), 0)
            + case when answer.prior_use_grade = 'verified' then 1 else 0 end
        ) as strength
    from answer
    left join own
        on answer.prior_use_place = own.prior_use_place
    group by answer.account_ordinal, answer.as_of_date

),

so_far as (

    select
        external.account_ordinal,
        external.as_of_date,
        max(external.strength) over (
            partition by external.account_ordinal
            order by external.as_of_date
            rows between unbounded preceding and current row
        ) as strength,
        lead(external.as_of_date) over (
            partition by external.account_ordinal
            order by external.as_of_date
        ) as to_date
    from external

)

select
    account_ordinal,
    as_of_date as from_date,
    to_date,
    cast(strength // 2 as bigint) as prior_use_cents,
    case when strength % 2 = 1 then 'verified' else 'typed' end as prior_use_grade
from so_far
