select
    count(*) as payments,
    cast(coalesce(sum(claim_payments), 0) as bigint) as claim_payments,
    cast(coalesce(sum(payment_cents), 0) as bigint) as payment_cents
from mart.payment
where
    payment_date > $known_by
    and is_chosen(payee_npi, $payee_npi)
    and is_chosen(payer_name, $payer_name)
