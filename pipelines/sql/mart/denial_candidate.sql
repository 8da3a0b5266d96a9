-- grain:  one row per denied service and later allowed line that may belong to it: for a person, never counted
-- key:    denial_service_line_key, service_line_key
-- units:  _cents are US cents; days_after_denial are days
-- source: ledger.denial_candidate, ledger.denial, ledger.service_line, ledger.claim_payment

select
    denial.service_line_key as denial_service_line_key,
    service_line.service_line_key,
    denial_candidate.candidate_category,
    denial.state,
    denial.procedure_code as denied_procedure_code,
    denial.paid_units as denied_units,
    denial.estimated_cents,
    service_line.payment_date,
    date_diff('day', denial.first_denied_date, service_line.payment_date) as days_after_denial,
    claim_payment.payer_claim_control_number,
    service_line.line_number,
    service_line.payee_npi,
    service_line.provider_npi,
    service_line.procedure_code,
    service_line.modifiers,
    service_line.paid_units,
    service_line.charge_cents,
    service_line.allowed_cents
from ledger.denial_candidate
inner join ledger.denial
    on denial_candidate.service_place = denial.service_place
inner join ledger.service_line
    on denial_candidate.line_place = service_line.line_place
inner join ledger.claim_payment
    on service_line.claim_place = claim_payment.claim_place
