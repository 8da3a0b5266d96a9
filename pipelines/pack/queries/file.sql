select
    file_number,
    file_sha256,
    file_name,
    kind,
    status,
    reason,
    claim_payments,
    service_lines,
    payment_cents
from mart.file
order by file_number
