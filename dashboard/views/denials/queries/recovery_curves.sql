select
    cohort_quarter,
    since_days,
    cast(sum(denied_services) as bigint) as denied_services,
    cast(sum(at_risk_services) as bigint) as at_risk_services,
    cast(sum(censored_services) as bigint) as censored_services,
    cast(sum(recovered_services) as bigint) as recovered_services
from mart.recovery_curve
where is_chosen(denial_category, $category)
group by cohort_quarter, since_days
order by cohort_quarter, since_days
