-- grain:  one row per claim payment that is known by the as-of date and was not set aside
-- key:    claim_place
-- units:  claim_rank orders by payment date, trace number, then place: a total order
-- source: staging.claim_payment, ledger.payment, ledger.rejected_claim, reference.claim_status

select
    claim_payment.claim_place,
    claim_payment.payment_place,
    payment.payment_rank,
    payment.payment_date,
    payment.payment_trace_number,
    claim_payment.patient_control_number,
    claim_payment.payer_claim_control_number,
    claim_payment.original_claim_control_number,
    claim_payment.claim_status_code,
    -- as numbers are compared: leading zeros do not count
    plain_number(payment.payment_trace_number) as matched_trace_number,
    plain_number(claim_payment.patient_control_number) as matched_patient_number,
    plain_number(claim_payment.payer_claim_control_number) as matched_claim_number,
    plain_number(claim_payment.original_claim_control_number) as matched_original_number,
    plain_number(claim_payment.claim_status_code) as matched_status_code,
    claim_payment.claim_charge_cents,
    claim_payment.claim_paid_cents,
    coalesce(claim_status.is_reversal, false) as is_reversal,
    row_number() over (
        order by payment.payment_rank, claim_payment.claim_place
    ) as claim_rank
from staging.claim_payment
inner join ledger.payment
    on claim_payment.payment_place = payment.payment_place
left join reference.claim_status
    on claim_payment.claim_status_code = claim_status.claim_status_code
left join ledger.rejected_claim
    on claim_payment.claim_place = rejected_claim.claim_place
where payment.is_known and rejected_claim.claim_place is null
