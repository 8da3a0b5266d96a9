-- grain:  one row per line denied for reason 119 as patient responsibility, without a notice, not reversed
-- key:    service_line_key
-- units:  _cents are US cents; patient_share_cents is what the patient may have been asked to pay
-- source: ledger.refund_line, ledger.service_line, ledger.claim_payment, ledger.denial

select
    service_line.service_line_key,
    denial.service_line_key as denial_service_line_key,
    min(claim_payment.claim_payment_key) over (
        partition by
            claim_payment.payer_name,
            service_line.payee_npi,
            service_line.beneficiary_key,
            coalesce(claim_payment.payer_claim_control_number, claim_payment.claim_payment_key)
    ) as claim_key,
    service_line.beneficiary_key,
    service_line.provider_npi,
    service_line.payee_npi,
    claim_payment.payer_name,
    service_line.pool,
    claim_payment.payer_claim_control_number,
    claim_payment.patient_control_number,
    service_line.line_number,
    service_line.service_date,
    service_line.payment_date,
    service_line.procedure_code,
    service_line.modifiers,
    service_line.has_kx,
    service_line.denial_group_code as adjustment_group_code,
    service_line.denial_reason_code as adjustment_reason_code,
    service_line.charge_cents,
    refund_line.patient_share_cents,
    refund_line.standing_category,
    denial.state,
    denial.recovered_date
from ledger.refund_line
inner join ledger.service_line
    on refund_line.line_place = service_line.line_place
inner join ledger.claim_payment
    on service_line.claim_place = claim_payment.claim_place
inner join ledger.denial
    on refund_line.service_place = denial.service_place
