select
    payment_key,
    file_sha256,
    file_name,
    payment_date,
    payment_trace_number,
    payer_name,
    payee_npi,
    claim_payments,
    payment_cents,
    claim_paid_cents,
    provider_adjustment_cents,
    difference_cents
from mart.payment
where payment_date between $month_start and $month_end
order by payment_date, payment_key
