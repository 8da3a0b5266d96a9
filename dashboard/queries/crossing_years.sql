select
    calendar_year,
    count(*) as pairs
from mart.threshold_crossing
where order_basis = 'received'
group by calendar_year
order by calendar_year desc
