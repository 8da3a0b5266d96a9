select
    category,
    cast(sum(service_lines) as bigint) as service_lines
from mart.service_line_balance
where
    ($period_start is null or payment_month >= $period_start)
    and ($period_end is null or payment_month <= $period_end)
group by category
order by category
