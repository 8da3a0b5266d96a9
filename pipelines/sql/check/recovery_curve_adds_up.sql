-- grain:    one row per cohort and day whose services do not add up, or if the cohorts are not all denials
-- key:      cohort_quarter, denial_category, since_days
-- units:    counts of services; _cents are US cents
-- source:   mart.recovery_curve, mart.denial
-- severity: critical
-- title:    In each recovery curve denied = at risk + not yet followed; nothing recovers twice, no denial is left out

with denied as (

    select
        cast(date_trunc('quarter', denial.first_denied_date) as date) as cohort_quarter,
        denial.denial_category,
        count(*) as services,
        sum(coalesce(denial.expected_allowed_cents, 0)) as expected_cents
    from mart.denial
    where denial.is_loss
    group by cast(date_trunc('quarter', denial.first_denied_date) as date), denial.denial_category

)

select
    denied.cohort_quarter,
    denied.denial_category,
    denied.services,
    recovery_curve.since_days,
    recovery_curve.denied_services,
    recovery_curve.at_risk_services,
    recovery_curve.censored_services,
    recovery_curve.recovered_services
from denied
full outer join mart.recovery_curve
    on
        denied.cohort_quarter = recovery_curve.cohort_quarter
        and denied.denial_category = recovery_curve.denial_category
where
    denied.services is distinct from recovery_curve.denied_services
    or denied.expected_cents is distinct from recovery_curve.expected_allowed_cents
    or recovery_curve.at_risk_services + recovery_curve.censored_services <> recovery_curve.denied_services
    or recovery_curve.recovered_services > recovery_curve.at_risk_services
    or recovery_curve.recovered_cents > recovery_curve.at_risk_cents
