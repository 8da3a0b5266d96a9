select
    payment_date,
    payment_trace_number,
    payer_name,
    payee_name,
    claim_payments,
    claim_paid_cents,
    provider_adjustment_cents,
    payment_cents,
    difference_cents,
    file_name
from mart.payment
where
    is_in_period(payment_month, $period_start, $period_end)
    and is_chosen(payee_npi, $payee_npi)
    and is_chosen(payer_name, $payer_name)
order by difference_cents <> 0 desc, payment_date desc, payment_trace_number, payment_key
