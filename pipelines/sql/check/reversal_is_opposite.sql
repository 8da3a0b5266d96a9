-- grain:    one row per reversal whose amounts are not the opposite of what it takes back
-- key:      claim_payment_key
-- units:    _cents are US cents
-- source:   ledger.claim_payment
-- severity: warning
-- title:    A reversal is the exact opposite of its original claim payment

select
    reversal.claim_payment_key,
    reversal.file_sha256,
    reversal.segment_number,
    reversal.claim_charge_cents as reversed_charge_cents,
    original.claim_charge_cents,
    reversal.claim_paid_cents as reversed_paid_cents,
    original.claim_paid_cents
from ledger.claim_payment as reversal
inner join ledger.claim_payment as original
    on reversal.takes_back_place = original.claim_place
where
    reversal.claim_charge_cents <> -original.claim_charge_cents
    or reversal.claim_paid_cents <> -original.claim_paid_cents
