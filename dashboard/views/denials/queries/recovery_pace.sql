select
    from_days,
    to_days,
    at_risk_services,
    recovered_services,
    remaining_ratio
from mart.recovery_pace
where pace_category = coalesce($category, 'all')
order by from_days
