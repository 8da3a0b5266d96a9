-- grain:  one row per payer
-- key:    payer_name
-- units:  lines counts service lines: final, replaced or reversed, and reversals
-- source: ledger.service_line, ledger.claim_payment

-- Decision 0013.

select
    claim_payment.payer_name,
    count(*) as lines
from ledger.service_line
inner join ledger.claim_payment
    on service_line.claim_place = claim_payment.claim_place
where claim_payment.payer_name is not null
group by claim_payment.payer_name
