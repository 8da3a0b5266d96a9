select
    payee_npi,
    payment_month,
    count(*) as payments,
    cast(sum(claim_payments) as bigint) as claim_payments,
    cast(sum(payment_cents) as bigint) as payment_cents
from mart.payment
where
    ($period_start is null or payment_month >= $period_start)
    and ($period_end is null or payment_month <= $period_end)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($payer_name is null or payer_name = $payer_name)
group by payee_npi, payment_month
order by payee_npi, payment_month
