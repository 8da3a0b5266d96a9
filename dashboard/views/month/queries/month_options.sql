select distinct cast(date_trunc('month', payment_date) as date) as paid_month
from mart.payment
order by paid_month desc
