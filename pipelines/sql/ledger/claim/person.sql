-- grain:  one row per beneficiary of a claim payment, under the newest name that was sent
-- key:    beneficiary_key
-- units:  none
-- source: staging.claim_payment, ledger.claim_payment, ledger.beneficiary

-- Decision 0017.

select
    beneficiary.beneficiary_key,
    any_value(beneficiary.patient_number) as patient_number,
    arg_max(
        concat_ws(', ', raw_claim.patient_last_name, raw_claim.patient_first_name), claim_payment.claim_place
    ) as patient_name
from ledger.claim_payment
inner join staging.claim_payment as raw_claim
    on claim_payment.claim_place = raw_claim.claim_place
inner join ledger.beneficiary
    on claim_payment.beneficiary_ordinal = beneficiary.beneficiary_ordinal
where claim_payment.claim_category in ('effective', 'taken_back', 'reversal')
group by beneficiary.beneficiary_key
