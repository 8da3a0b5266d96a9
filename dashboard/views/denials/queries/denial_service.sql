select * replace (case when state = 'open' then days_until(reopening_deadline, $today) end as days_left)
from mart.denial
where service_line_key = $service_line_key
