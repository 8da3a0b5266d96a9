-- grain:  one row per payment (check or EFT)
-- key:    payment_key
-- units:  _cents are US cents; difference_cents = payment - claims + provider adjustments
-- source: ledger.payment, ledger.payment_balance, ledger.file

select
    md5(concat_ws('|', payment.file_sha256, payment.segment_number, payment.payment_place)) as payment_key,
    payment.file_sha256,
    file.file_name,
    payment.payment_date,
    cast(date_trunc('month', payment.payment_date) as date) as payment_month,
    payment.payment_trace_number,
    payment.payer_name,
    payment.payee_npi,
    payment.payee_name,
    payment_balance.claim_payments,
    payment.payment_cents,
    payment_balance.claim_paid_cents,
    payment_balance.provider_adjustment_cents,
    payment_balance.difference_cents
from ledger.payment
inner join ledger.payment_balance
    on payment.payment_place = payment_balance.payment_place
inner join ledger.file
    on payment.file_number = file.file_number
where payment.is_known
