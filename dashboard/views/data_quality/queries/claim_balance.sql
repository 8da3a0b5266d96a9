select
    cast(coalesce(sum(claim_payments), 0) as bigint) as claim_payments,
    cast(coalesce(sum(claim_payments) filter (where category = 'without_lines'), 0) as bigint) as without_lines
from mart.claim_payment_balance
where
    is_in_period(payment_month, $period_start, $period_end)
