select
    category,
    cast(sum(service_lines) as bigint) as service_lines
from mart.service_line_balance
where
    is_in_period(payment_month, $period_start, $period_end)
group by category
order by category
