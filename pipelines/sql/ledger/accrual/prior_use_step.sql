-- grain:  one row per account and span of dates in which the same prior use is known
-- key:    account_ordinal, from_date
-- units:  _cents are US cents used at other providers; to_date is the first day after the span, null while open
-- source: ledger.prior_use_answer, ledger.implied_use, reference.prior_use_grade

-- what was used cannot shrink: of all that is known by a day the largest holds, then the better grade, then the newest
with known as (

    select
        prior_use_answer.account_ordinal,
        prior_use_answer.as_of_date as from_date,
        prior_use_answer.prior_use_place as place,
        prior_use_answer.prior_use_grade,
        prior_use_answer.prior_use_cents,
        prior_use_answer.prior_use_low_cents,
        prior_use_answer.prior_use_high_cents,
        prior_use_answer.grade_rank,
        false as is_implied
    from ledger.prior_use_answer
    union all
    select
        implied_use.account_ordinal,
        implied_use.order_date as from_date,
        implied_use.line_place as place,
        prior_use_grade.prior_use_grade,
        implied_use.implied_cents as prior_use_cents,
        implied_use.implied_cents as prior_use_low_cents,
        cast(null as bigint) as prior_use_high_cents,
        prior_use_grade.grade_rank,
        true as is_implied
    from ledger.implied_use
    inner join reference.prior_use_grade
        on prior_use_grade.is_implied

),

-- the rank of the grade in the last digit; a denial says something only beside the answers known that day
ranked as (

    select
        known.*,
        10 * known.prior_use_cents + known.grade_rank as strength,
        max(10 * known.prior_use_cents + known.grade_rank) over (
            partition by known.account_ordinal
            order by known.from_date, known.is_implied, known.place
            rows between unbounded preceding and 1 preceding
        ) as earlier_strength
    from known

),

growing as (

    select
        ranked.*,
        row_number() over (
            partition by ranked.account_ordinal, ranked.from_date
            order by ranked.strength desc, ranked.place desc
        ) as best_first,
        min(case when ranked.is_implied then ranked.from_date end) over (
            partition by ranked.account_ordinal
        ) as implied_from_date
    from ranked
    where
        ranked.earlier_strength is null
        or ranked.strength > ranked.earlier_strength
        or (ranked.strength = ranked.earlier_strength and not ranked.is_implied)

)

select
    account_ordinal,
    from_date,
    lead(from_date) over (
        partition by account_ordinal
        order by from_date
    ) as to_date,
    prior_use_cents,
    prior_use_low_cents,
    prior_use_high_cents,
    prior_use_grade,
    implied_from_date
from growing
where best_first = 1
