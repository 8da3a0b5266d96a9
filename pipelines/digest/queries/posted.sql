select
    cast(coalesce(sum(claim_payments), 0) as bigint) as claim_payments,
    cast(coalesce(sum(payment_cents), 0) as bigint) as payment_cents
from mart.payment
where payment_date between $month_start and $month_end
