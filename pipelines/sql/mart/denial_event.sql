-- grain:  one row per occurrence of a service that was denied at least once
-- key:    service_line_key
-- units:  _cents are US cents; event_number counts from 1 in the order of payment
-- source: ledger.service_occurrence, ledger.denied_service, ledger.service_line, ledger.claim_payment

select
    denied_line.service_line_key as denial_service_line_key,
    service_occurrence.event_number,
    service_line.service_line_key,
    service_line.payment_date,
    claim_payment.payment_trace_number,
    claim_payment.payer_claim_control_number,
    claim_payment.claim_status_code,
    service_line.modifiers,
    service_line.has_kx,
    service_line.is_denied,
    service_line.denial_group_code as adjustment_group_code,
    service_line.denial_reason_code as adjustment_reason_code,
    service_line.charge_cents,
    service_line.paid_cents,
    service_line.allowed_cents,
    service_occurrence.standing_category,
    service_line.taken_back_date,
    claim_payment.claim_payment_key,
    claim_payment.file_sha256,
    service_line.segment_number,
    service_line.line_number
from ledger.service_occurrence
inner join ledger.denied_service
    on service_occurrence.service_place = denied_service.service_place
inner join ledger.service_line as denied_line
    on denied_service.denied_line_place = denied_line.line_place
inner join ledger.service_line
    on service_occurrence.line_place = service_line.line_place
inner join ledger.claim_payment
    on service_line.claim_place = claim_payment.claim_place
