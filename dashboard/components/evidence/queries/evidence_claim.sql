select *
from mart.claim_evidence
where claim_payment_key = $claim_payment_key
