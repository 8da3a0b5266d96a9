select
    payment_key,
    payment_date,
    payment_month,
    payment_trace_number,
    payer_name,
    payee_npi,
    payment_cents
from mart.payment
where upper(payment_trace_number) = $claim_number
order by payment_date desc, payment_key
limit 20
