-- grain:  one row per clinic that uses one patient control number for several claims of a patient
-- key:    payee_npi
-- units:  none
-- source: ledger.claim_payment, ledger.service_line

-- what was paid already cannot hold a later visit: such a visit under that number is another claim
with paid_number as (

    select
        claim_payment.payee_npi,
        claim_payment.patient_control_number
    from ledger.claim_payment
    inner join ledger.service_line
        on claim_payment.claim_place = service_line.claim_place
    where
        claim_payment.claim_category = 'effective'
        and claim_payment.patient_control_number is not null
        and service_line.pool is not null
        and service_line.allowed_cents > 0
    group by claim_payment.payee_npi, claim_payment.patient_control_number
    having max(service_line.service_date) > min(claim_payment.payment_date)

)

select distinct paid_number.payee_npi
from paid_number
