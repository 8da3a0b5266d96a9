-- grain:  one row per claim payment that counts, was taken back, or takes back
-- key:    claim_payment_key
-- units:  raw_segments is the text of its segments, one a line
-- source: staging.claim_payment, ledger.claim_payment

select
    claim_payment.claim_payment_key,
    claim_payment.file_number,
    claim_payment.file_sha256,
    claim_payment.segment_number,
    raw_claim.raw_segments
from ledger.claim_payment
inner join staging.claim_payment as raw_claim
    on claim_payment.claim_place = raw_claim.claim_place
where claim_payment.claim_category in ('effective', 'taken_back', 'reversal')
