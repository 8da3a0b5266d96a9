-- grain:    one row per claim payment whose movements of money do not sum to zero
-- key:      claim_payment_key
-- units:    difference_cents is US cents
-- source:   ledger.entry, ledger.claim_payment
-- severity: critical
-- title:    Charges, adjustments and payments of every claim payment sum to zero

with movement as (

    select
        entry.claim_place,
        cast(sum(entry.amount_cents) as bigint) as difference_cents
    from ledger.entry
    group by entry.claim_place
    having sum(entry.amount_cents) <> 0

)

select
    claim_payment.claim_payment_key,
    claim_payment.file_sha256,
    claim_payment.segment_number,
    movement.difference_cents
from movement
inner join ledger.claim_payment
    on movement.claim_place = claim_payment.claim_place
