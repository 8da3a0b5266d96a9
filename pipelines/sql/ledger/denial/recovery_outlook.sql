-- grain:  one row per open denied service, signed notices left out
-- key:    service_place
-- units:  likely_cents is US cents: the estimate times the share still recovered by the deadline of the longest route
-- source: ledger.denial, ledger.denial_route, ledger.recovery_pace, reference.rule_parameter

with minimum as (

    select rule_parameter.parameter_value as services
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'recovery_minimum_services'

),

opened as (

    select
        denial.service_place,
        denial.denial_category,
        denial.estimated_cents,
        denial.age_days,
        max(denial_route.longest_date) as longest_date,
        max(date_diff('day', denial.first_denied_date, denial_route.longest_date)) as horizon_days
    from ledger.denial
    left join ledger.denial_route
        on denial.service_place = denial_route.service_place
    where denial.state = 'open' and denial.is_loss
    group by denial.service_place, denial.denial_category, denial.estimated_cents, denial.age_days

),

-- a category with few denials behind it goes by the pace of all
based as (

    select
        opened.*,
        case when own_pace.at_risk_services >= minimum.services then opened.denial_category else 'all' end
            as pace_category
    from opened
    cross join minimum
    left join ledger.recovery_pace as own_pace
        on opened.denial_category = own_pace.pace_category and own_pace.from_days = 0

),

shared as (

    select
        based.service_place,
        based.estimated_cents,
        based.longest_date,
        based.pace_category,
        coalesce(min(case when recovery_pace.to_days <= based.age_days then recovery_pace.remaining_parts end), 1000000)
            as now_parts,
        coalesce(
            min(case when recovery_pace.to_days <= based.horizon_days then recovery_pace.remaining_parts end), 1000000
        ) as end_parts
    from based
    left join ledger.recovery_pace
        on based.pace_category = recovery_pace.pace_category
    group by based.service_place, based.estimated_cents, based.longest_date, based.pace_category

)

select
    service_place,
    longest_date,
    pace_category,
    now_parts,
    end_parts,
    case
        when now_parts > end_parts
            then cast(cast(estimated_cents as hugeint) * (now_parts - end_parts) // now_parts as bigint)
        when estimated_cents is not null then 0
    end as likely_cents
from shared
