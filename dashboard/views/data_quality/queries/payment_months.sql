select
    payee_npi,
    payment_month,
    count(*) as payments,
    cast(sum(claim_payments) as bigint) as claim_payments,
    cast(sum(payment_cents) as bigint) as payment_cents
from mart.payment
where
    is_in_period(payment_month, $period_start, $period_end)
    and is_chosen(payee_npi, $payee_npi)
    and is_chosen(payer_name, $payer_name)
group by payee_npi, payment_month
order by payee_npi, payment_month
