-- grain:    one row per payment that is not the sum of its claim payments less its provider adjustments
-- key:      payment_key
-- units:    _cents are US cents
-- source:   mart.payment
-- severity: critical
-- title:    Every payment is the sum of its claim payments less its provider adjustments

select
    payment.payment_key,
    payment.file_name,
    payment.payment_trace_number,
    payment.payment_cents,
    payment.claim_paid_cents,
    payment.provider_adjustment_cents,
    payment.difference_cents
from mart.payment
where
    payment.difference_cents <> 0
    or payment.payment_cents <> payment.claim_paid_cents - payment.provider_adjustment_cents
