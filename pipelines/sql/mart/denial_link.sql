-- grain:  one row per denied service and step of its life after the first denial
-- key:    denial_service_line_key, link_sequence
-- units:  _cents are US cents; link_sequence counts from 1 in the order of payment
-- source: ledger.denial_link, ledger.denial, ledger.service_line, ledger.claim_payment

select
    denial.service_line_key as denial_service_line_key,
    denial_link.link_sequence,
    denial_link.link_date,
    denial_link.link_category,
    denial_link.known_by,
    denial_link.link_strength,
    service_line.service_line_key,
    claim_payment.payer_claim_control_number,
    claim_payment.payment_trace_number,
    claim_payment.claim_status_code,
    service_line.modifiers,
    service_line.has_kx,
    service_line.allowed_cents
from ledger.denial_link
inner join ledger.denial
    on denial_link.service_place = denial.service_place
inner join ledger.service_line
    on denial_link.line_place = service_line.line_place
inner join ledger.claim_payment
    on service_line.claim_place = claim_payment.claim_place
