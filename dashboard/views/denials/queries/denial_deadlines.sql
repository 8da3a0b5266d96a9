select
    route_category,
    channel,
    from_date,
    last_date,
    days_until(last_date, $today) as days_left,
    is_open,
    is_first_open,
    next_route_category,
    next_last_date,
    after_category,
    mac_name,
    is_default_rule,
    source,
    reviewed_date,
    is_review_overdue
from mart.denial_deadline
where service_line_key = $service_line_key
order by last_date nulls last, route_rank
