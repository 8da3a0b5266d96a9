-- grain:  one row per date of a forecast, pool, number of a visit in its care and pace up to it
-- key:    as_of_date, pool, course_visit, pace_days
-- units:  visits of that year, known whether another one followed; pace_days: mean usual gap in whole days, 0 for none
-- source: ledger.paid_day, ledger.as_of_date, reference.rule_parameter

-- Decisions 0045 and 0208.

with parameter as (

    select
        max(
            case when rule_parameter.parameter_name = 'end_of_care_days' then rule_parameter.parameter_value end
        ) as end_of_care_days,
        max(
            case when rule_parameter.parameter_name = 'forecast_reporting_days' then rule_parameter.parameter_value end
        ) as reporting_days,
        max(
            case when rule_parameter.parameter_name = 'forecast_pause_days' then rule_parameter.parameter_value end
        ) as pause_days
    from reference.rule_parameter

),

-- paid by then and not reversed by then; what came last decides nothing about visits that are settled. A date looks
-- at one year, so that an account stands for beneficiary and pool: one integer is sorted faster.
known_day as (

    select
        paid_day.account_ordinal,
        as_of_date.as_of_date,
        paid_day.service_date,
        any_value(paid_day.pool) as pool
    from ledger.paid_day
    inner join ledger.as_of_date
        on
            paid_day.calendar_year = year(as_of_date.as_of_date)
            and paid_day.payment_date <= as_of_date.as_of_date
            and (paid_day.taken_back_date is null or paid_day.taken_back_date > as_of_date.as_of_date)
    inner join parameter
        on
            as_of_date.as_of_date - cast(parameter.reporting_days - parameter.end_of_care_days as integer)
            >= paid_day.service_date
    group by paid_day.account_ordinal, as_of_date.as_of_date, paid_day.service_date

),

paced as (

    select
        known_day.account_ordinal,
        known_day.as_of_date,
        known_day.service_date,
        known_day.pool,
        date_diff('day', lag(known_day.service_date) over own, known_day.service_date) as days_before,
        date_diff('day', known_day.service_date, lead(known_day.service_date) over own) as days_after,
        row_number() over own as visit_number
    from known_day
    window own as (partition by known_day.account_ordinal, known_day.as_of_date order by known_day.service_date)

),

numbered as (

    select
        paced.account_ordinal,
        paced.as_of_date,
        paced.service_date,
        paced.pool,
        paced.days_after,
        parameter.end_of_care_days,
        parameter.reporting_days,
        paced.visit_number + 1 - coalesce(
            max(case when paced.days_before > parameter.end_of_care_days then paced.visit_number end) over so_far, 1
        ) as course_visit,
        count(case when paced.days_before <= parameter.end_of_care_days then 1 end) over so_far as usual_gaps,
        cast(
            sum(
                case
                    when paced.days_before <= parameter.end_of_care_days
                        then least(paced.days_before, parameter.pause_days)
                end
            ) over so_far as bigint
        ) as usual_days
    from paced
    cross join parameter
    window so_far as (
        partition by paced.account_ordinal, paced.as_of_date
        order by paced.service_date
        rows between unbounded preceding and current row
    )

),

classed as (

    select
        numbered.*,
        -- rounded half up in whole numbers, the same on every engine
        coalesce(
            (2 * numbered.usual_days + numbered.usual_gaps) // nullif(2 * numbered.usual_gaps, 0), 0
        ) as pace_days
    from numbered

)

select
    classed.as_of_date,
    classed.pool,
    classed.course_visit,
    classed.pace_days,
    count(*) as visits,
    count(case when classed.days_after is null or classed.days_after > classed.end_of_care_days then 1 end)
        as ended_visits
from classed
where classed.service_date <= classed.as_of_date - cast(classed.reporting_days as integer)
group by classed.as_of_date, classed.pool, classed.course_visit, classed.pace_days
