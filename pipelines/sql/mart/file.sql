-- grain:  one row per time a file was offered
-- key:    file_number
-- units:  payment_cents is US cents; counts and cents are null unless the file was accepted
-- source: ledger.file

select
    file.file_sha256,
    file.file_name,
    file.kind,
    file.status,
    file.reason,
    file.claim_payments,
    file.service_lines,
    file.payment_cents,
    file.file_number,
    file.byte_count,
    file.offered_at,
    file.batch_number
from ledger.file
