-- grain:  one row per claim payment that counts, was taken back, or takes back
-- key:    claim_payment_key
-- units:  raw_segments is the text of its segments, one a line
-- source: ledger.claim_evidence, ledger.file

select
    claim_evidence.claim_payment_key,
    claim_evidence.file_sha256,
    file.file_name,
    claim_evidence.segment_number,
    claim_evidence.raw_segments
from ledger.claim_evidence
inner join ledger.file
    on claim_evidence.file_number = file.file_number
