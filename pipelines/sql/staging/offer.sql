-- grain:  one row per time a file was offered
-- key:    file_number
-- units:  payment_cents is US cents
-- source: source.offer

select
    batch_number,
    file_number,
    file_sha256,
    file_name,
    kind,
    status,
    reason,
    claim_payments,
    service_lines,
    payment_cents,
    byte_count,
    offered_at
from source.offer
