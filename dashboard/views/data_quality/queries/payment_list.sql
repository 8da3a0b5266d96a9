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
    ($period_start is null or payment_month >= $period_start)
    and ($period_end is null or payment_month <= $period_end)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($payer_name is null or payer_name = $payer_name)
order by difference_cents <> 0 desc, payment_date desc, payment_trace_number, payment_key
