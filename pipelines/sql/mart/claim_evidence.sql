-- grain:  one row per claim payment that counts, was reversed, or reverses others
-- key:    claim_payment_key
-- units:  raw_segments is the text of its segments, one a line
-- source: ledger.claim_payment, ledger.file, staging.claim_payment

-- Decision 0030.

-- The one mart that reaches down to staging: the text is carried, not judged, and a second copy of it on the ledger
-- would be the widest table of the warehouse.
select
    claim_payment.claim_payment_key,
    claim_payment.file_sha256,
    file.file_name,
    claim_payment.segment_number,
    raw_claim.raw_segments
from ledger.claim_payment
inner join ledger.file
    on claim_payment.file_number = file.file_number
inner join staging.claim_payment as raw_claim
    on claim_payment.claim_place = raw_claim.claim_place
where claim_payment.claim_category in ('effective', 'taken_back', 'reversal')
