-- grain:  one row per account and date of a forecast in its year, as it was known on that date
-- key:    account_ordinal, as_of_date
-- units:  _cents are US cents; _square columns are sums of squares; gaps and priced visits are of the newest visits
-- source: ledger.paid_day, ledger.as_of_date, ledger.prior_use_step, ledger.threshold, reference.rule_parameter

with parameter as (

    select
        max(
            case when rule_parameter.parameter_name = 'end_of_care_days' then rule_parameter.parameter_value end
        ) as end_of_care_days,
        max(
            case when rule_parameter.parameter_name = 'forecast_pace_visits' then rule_parameter.parameter_value end
        ) as pace_visits,
        max(
            case when rule_parameter.parameter_name = 'forecast_pause_days' then rule_parameter.parameter_value end
        ) as pause_days,
        max(
            case when rule_parameter.parameter_name = 'forecast_day_limit_cents' then rule_parameter.parameter_value end
        ) as day_limit_cents
    from reference.rule_parameter

),

-- paid by then and not reversed by then
known_day as (

    select
        paid_day.account_ordinal,
        as_of_date.as_of_date,
        paid_day.service_date,
        cast(sum(paid_day.allowed_cents) as bigint) as day_cents
    from ledger.paid_day
    inner join ledger.as_of_date
        on
            paid_day.calendar_year = year(as_of_date.as_of_date)
            and paid_day.payment_date <= as_of_date.as_of_date
            and (paid_day.taken_back_date is null or paid_day.taken_back_date > as_of_date.as_of_date)
    group by paid_day.account_ordinal, as_of_date.as_of_date, paid_day.service_date

),

paced as (

    select
        known_day.*,
        cast(known_day.service_date - lag(known_day.service_date) over own as bigint) as gap_days,
        row_number() over own as visit_number,
        count(*) over (partition by known_day.account_ordinal, known_day.as_of_date)
        - row_number() over own as later_visits,
        cast(sum(known_day.day_cents) over own as bigint) as own_cents
    from known_day
    window own as (
        partition by known_day.account_ordinal, known_day.as_of_date
        order by known_day.service_date
        rows between unbounded preceding and current row
    )

),

reached as (

    select
        paced.*,
        parameter.end_of_care_days,
        parameter.pause_days,
        parameter.day_limit_cents,
        paced.later_visits < parameter.pace_visits as is_recent,
        -- a day above the limit is no visit, and its square would leave the range of an integer
        case
            when
                paced.later_visits < parameter.pace_visits
                and paced.visit_number > 1
                and paced.day_cents <= parameter.day_limit_cents
                then paced.day_cents
        end as priced_cents,
        coalesce(prior_use_step.prior_use_cents, 0) as prior_use_cents,
        coalesce(prior_use_step.prior_use_grade, 'unknown') as prior_use_grade,
        threshold.kx_threshold_cents,
        threshold.medical_review_cents
    from paced
    cross join parameter
    left join ledger.threshold
        on year(paced.as_of_date) = threshold.calendar_year
    left join ledger.prior_use_step
        on
            paced.account_ordinal = prior_use_step.account_ordinal
            and paced.as_of_date >= prior_use_step.from_date
            and paced.as_of_date < coalesce(prior_use_step.to_date, cast('9999-12-31' as date))

)

select
    account_ordinal,
    as_of_date,
    count(*) as visits,
    count(*) + 1 - coalesce(max(case when gap_days > end_of_care_days then visit_number end), 1) as course_visits,
    min(service_date) as first_service_date,
    max(service_date) as last_service_date,
    max(own_cents) as own_accrued_cents,
    any_value(prior_use_cents) as prior_use_cents,
    any_value(prior_use_grade) as prior_use_grade,
    min(case when own_cents + prior_use_cents > kx_threshold_cents then service_date end) as kx_crossed_date,
    min(case when own_cents + prior_use_cents > medical_review_cents then service_date end)
        as medical_review_crossed_date,
    count(case when is_recent and gap_days <= end_of_care_days then 1 end) as gap_count,
    cast(coalesce(sum(case when is_recent and gap_days <= end_of_care_days then gap_days end), 0) as bigint)
        as gap_days,
    cast(
        coalesce(sum(case when is_recent and gap_days <= end_of_care_days then gap_days * gap_days end), 0) as bigint
    ) as gap_square,
    cast(
        coalesce(
            sum(case when is_recent and gap_days <= end_of_care_days then least(gap_days, pause_days) end), 0
        ) as bigint
    ) as usual_gap_days,
    cast(
        coalesce(
            sum(
                case
                    when is_recent and gap_days <= end_of_care_days
                        then least(gap_days, pause_days) * least(gap_days, pause_days)
                end
            ), 0
        ) as bigint
    ) as usual_gap_square,
    count(priced_cents) as priced_visits,
    cast(coalesce(sum(priced_cents), 0) as bigint) as priced_cents,
    cast(coalesce(sum(priced_cents * priced_cents), 0) as bigint) as priced_square
from reached
group by account_ordinal, as_of_date
