select * replace (case when state = 'open' then days_until(reopening_deadline, $today) end as days_left)
from mart.denial
where
    denial_category = 'missing_kx'
    and state = 'open'
    and beneficiary_key = $beneficiary_key
    and pool = $pool
    and calendar_year = $calendar_year
order by service_date desc, service_line_key
