-- grain:  one row per prior-use answer that is known by the data-through date
-- key:    prior_use_place
-- units:  _cents are US cents used at other providers; low and high bound them by what Medicare may have counted
-- source: ledger.prior_use_account, ledger.scope, ledger.prior_use_line, reference.prior_use_grade

-- Decision 0130.

with answer as (

    select prior_use_account.*
    from ledger.prior_use_account
    cross join ledger.scope
    where prior_use_account.as_of_date <= scope.data_through_date

),

-- what the answer already held of our own: by the rule, at most (all received) and at least (all paid)
own as (

    select
        answer.prior_use_place,
        sum(
            case when prior_use_line.counted_from_date <= answer.as_of_date then prior_use_line.allowed_cents else 0 end
        ) as counted_cents,
        sum(
            case when prior_use_line.received_by_date <= answer.as_of_date then prior_use_line.allowed_cents else 0 end
        ) as received_cents,
        sum(
            case when prior_use_line.paid_date <= answer.as_of_date then prior_use_line.allowed_cents else 0 end
        ) as paid_cents
    from answer
    inner join ledger.prior_use_line
        on answer.account_ordinal = prior_use_line.account_ordinal
    where prior_use_line.uncounted_date is null or prior_use_line.uncounted_date > answer.as_of_date
    group by answer.prior_use_place

)

select
    answer.account_ordinal,
    answer.prior_use_place,
    answer.as_of_date,
    answer.prior_use_grade,
    prior_use_grade.grade_rank,
    greatest(answer.used_cents - cast(coalesce(own.counted_cents, 0) as bigint), 0) as prior_use_cents,
    greatest(answer.used_cents - cast(coalesce(own.received_cents, 0) as bigint), 0) as prior_use_low_cents,
    greatest(answer.used_cents - cast(coalesce(own.paid_cents, 0) as bigint), 0) as prior_use_high_cents
from answer
inner join reference.prior_use_grade
    on answer.prior_use_grade = prior_use_grade.prior_use_grade
left join own
    on answer.prior_use_place = own.prior_use_place
