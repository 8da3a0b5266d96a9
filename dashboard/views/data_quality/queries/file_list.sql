select
    offered_at,
    file_name,
    kind,
    status,
    reason,
    claim_payments,
    service_lines,
    payment_cents,
    file_sha256
from mart.file
order by status = 'refused' desc, file_number desc
