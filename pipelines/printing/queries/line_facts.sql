select
    line.service_line_key,
    line.claim_payment_key,
    line.beneficiary_key,
    beneficiary.patient_id,
    beneficiary.patient_name,
    line.provider_npi,
    line.payee_name,
    line.payer_name,
    line.pool,
    line.calendar_year,
    line.service_date,
    line.received_date,
    line.payment_date,
    line.procedure_code,
    line.modifiers,
    line.paid_units,
    line.charge_cents,
    line.allowed_cents,
    line.allowed_basis,
    line.paid_cents,
    line.is_denied,
    line.denial_category,
    line.adjustment_group_code,
    line.adjustment_reason_code,
    line.payer_claim_control_number,
    line.patient_control_number,
    line.payment_trace_number,
    line.line_number,
    line.file_name,
    line.file_sha256,
    line.segment_number,
    claim_evidence.raw_segments,
    claim_evidence.segment_number as claim_segment_number
from mart.line
left join mart.beneficiary
    on line.beneficiary_key = beneficiary.beneficiary_key
left join mart.claim_evidence
    on line.claim_payment_key = claim_evidence.claim_payment_key
where line.service_line_key = $service_line_key
