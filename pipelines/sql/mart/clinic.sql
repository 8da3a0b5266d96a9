-- grain:  one row per clinic (payee)
-- key:    payee_npi
-- units:  lines counts service lines: final, replaced or reversed, and reversals
-- source: ledger.service_line, ledger.claim_payment

-- Decision 0020.

select
    claim_payment.payee_npi,
    arg_max(claim_payment.payee_name, claim_payment.claim_place) as payee_name,
    count(*) as lines
from ledger.service_line
inner join ledger.claim_payment
    on service_line.claim_place = claim_payment.claim_place
where claim_payment.payee_npi is not null
group by claim_payment.payee_npi
