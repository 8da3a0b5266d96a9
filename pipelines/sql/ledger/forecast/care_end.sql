-- grain:  one row per date of a forecast, pool and number of a visit in its course
-- key:    as_of_date, pool, course_visit
-- units:  visits of that year long enough ago to know whether another one followed; ended_visits: none did in time
-- source: ledger.paid_day, ledger.as_of_date, reference.rule_parameter

-- Decision 0045.

with parameter as (

    select
        max(
            case when rule_parameter.parameter_name = 'end_of_care_days' then rule_parameter.parameter_value end
        ) as end_of_care_days,
        max(
            case when rule_parameter.parameter_name = 'forecast_reporting_days' then rule_parameter.parameter_value end
        ) as reporting_days
    from reference.rule_parameter

),

-- paid by then and not reversed by then; what came last decides nothing about visits that are settled
known_day as (

    select distinct
        paid_day.beneficiary_ordinal,
        paid_day.pool,
        as_of_date.as_of_date,
        paid_day.service_date
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

),

paced as (

    select
        known_day.*,
        parameter.end_of_care_days,
        known_day.service_date <= known_day.as_of_date - cast(parameter.reporting_days as integer) as is_settled,
        date_diff('day', lag(known_day.service_date) over own, known_day.service_date) as days_before,
        date_diff('day', known_day.service_date, lead(known_day.service_date) over own) as days_after,
        row_number() over own as visit_number
    from known_day
    cross join parameter
    window own as (
        partition by known_day.beneficiary_ordinal, known_day.pool, known_day.as_of_date
        order by known_day.service_date
    )

),

numbered as (

    select
        paced.*,
        paced.visit_number + 1 - coalesce(
            max(case when paced.days_before > paced.end_of_care_days then paced.visit_number end) over (
                partition by paced.beneficiary_ordinal, paced.pool, paced.as_of_date
                order by paced.service_date
                rows between unbounded preceding and current row
            ), 1
        ) as course_visit
    from paced

)

select
    as_of_date,
    pool,
    course_visit,
    count(*) as visits,
    count(case when days_after is null or days_after > end_of_care_days then 1 end) as ended_visits
from numbered
where is_settled
group by as_of_date, pool, course_visit
