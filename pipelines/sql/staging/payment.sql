-- grain:  one row per payment (BPR and TRN of one transaction, or one trace number of an export)
-- key:    payment_place
-- units:  payment_cents is US cents
-- source: source.payment

select
    payment_place,
    file_number,
    file_sha256,
    segment_number,
    payment_date,
    production_date,
    coalesce(trim(payment_trace_number), '') as payment_trace_number,
    to_large_cents(payment_amount) as payment_cents,
    clean_text(payer_name) as payer_name,
    clean_text(payer_id) as payer_number,
    clean_text(payee_name) as payee_name,
    case when upper(trim(payee_id_qualifier)) = 'XX' then clean_text(payee_id) end as payee_npi,
    clean_text(sender_id) as sender_number
from source.payment
