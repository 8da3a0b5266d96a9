-- grain:  one row per payment
-- key:    payment_place
-- units:  payment_cents is US cents; payment_rank orders by payment date, then trace number
-- source: staging.payment, ledger.scope

select
    payment.payment_place,
    payment.file_number,
    payment.file_sha256,
    payment.segment_number,
    payment.payment_date,
    payment.production_date,
    payment.payment_trace_number,
    payment.payment_cents,
    payment.payer_name,
    payment.payer_number,
    payment.payee_name,
    payment.payee_npi,
    payment.sender_number,
    payment.payment_date <= scope.data_through_date as is_known,
    dense_rank() over (
        order by payment.payment_date, payment.payment_trace_number
    ) as payment_rank
from staging.payment
cross join ledger.scope
