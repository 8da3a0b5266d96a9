-- grain:  one row per denied service, with the claim on which it was first denied
-- key:    service_place
-- units:  claim_key is the same for all services denied first on one claim (payer, clinic, patient and ICN)
-- source: ledger.denial, ledger.claim_payment

select
    denial.service_place,
    min(claim_payment.claim_payment_key) over (
        partition by
            denial.payer_name,
            denial.payee_npi,
            denial.beneficiary_key,
            coalesce(denial.payer_claim_control_number, claim_payment.claim_payment_key)
    ) as claim_key
from ledger.denial
inner join ledger.claim_payment
    on denial.claim_place = claim_payment.claim_place
