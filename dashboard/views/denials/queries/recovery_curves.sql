-- Points by quarter of first denial; `is_whole`: every service of the quarter was followed so long, and it is not the
-- only such point.
with summed as (

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

)

select
    cohort_quarter,
    since_days,
    denied_services,
    at_risk_services,
    censored_services,
    recovered_services,
    recovered_services / nullif(at_risk_services, 0) as recovered_ratio,
    censored_services = 0
    and denied_services > 0
    and count(*) filter (where censored_services = 0 and denied_services > 0) over (partition by cohort_quarter) > 1
        as is_whole
from summed
order by cohort_quarter, since_days
