-- grain:  one row per account
-- key:    account_ordinal
-- units:  prior_use_cents is US cents, the largest known by the data-through date
-- source: ledger.account, ledger.prior_use_step, ledger.scope, ledger.visit, reference.rule_parameter

with day_rule as (

    select
        max(
            case when rule_parameter.parameter_name = 'open_patient_days' then rule_parameter.parameter_value end
        ) as open_patient_days,
        max(
            case when rule_parameter.parameter_name = 'end_of_care_days' then rule_parameter.parameter_value end
        ) as end_of_care_days
    from reference.rule_parameter

),

newest_step as (

    select
        prior_use_step.account_ordinal,
        prior_use_step.prior_use_cents,
        prior_use_step.prior_use_low_cents,
        prior_use_step.prior_use_high_cents,
        prior_use_step.prior_use_grade
    from ledger.prior_use_step
    cross join ledger.scope
    where
        prior_use_step.from_date <= scope.data_through_date
        and (prior_use_step.to_date is null or prior_use_step.to_date > scope.data_through_date)

),

visit_total as (

    select
        visit.account_ordinal,
        max(visit.visit_number) as visits
    from ledger.visit
    group by visit.account_ordinal

),

followed as (

    select
        account.account_ordinal,
        lead(account.first_service_date) over (
            partition by account.beneficiary_ordinal, account.pool
            order by account.calendar_year
        ) as next_service_date
    from ledger.account

)

select
    account.account_ordinal,
    visit_total.visits,
    coalesce(newest_step.prior_use_cents, 0) as prior_use_cents,
    coalesce(newest_step.prior_use_grade, 'unknown') as prior_use_grade,
    coalesce(newest_step.prior_use_low_cents, 0) as prior_use_low_cents,
    -- an implied amount is a lower bound: its high bound is not known
    case
        when newest_step.account_ordinal is null then 0
        else newest_step.prior_use_high_cents
    end as prior_use_high_cents,
    account.last_service_date > scope.data_through_date - cast(day_rule.open_patient_days as integer)
    and account.calendar_year = year(scope.data_through_date) as is_open,
    account.last_service_date + cast(day_rule.end_of_care_days as integer) <= scope.data_through_date
    and (
        followed.next_service_date is null
        or followed.next_service_date > account.last_service_date + cast(day_rule.end_of_care_days as integer)
    ) as is_ended,
    least(scope.data_through_date, make_date(account.calendar_year, 12, 31)) as observed_to_date
from ledger.account
inner join visit_total
    on account.account_ordinal = visit_total.account_ordinal
inner join followed
    on account.account_ordinal = followed.account_ordinal
left join newest_step
    on account.account_ordinal = newest_step.account_ordinal
cross join ledger.scope
cross join day_rule
