select
    service_line_key,
    service_date,
    payer_name,
    procedure_code,
    modifiers,
    charge_cents,
    allowed_cents,
    allowed_basis,
    is_denied,
    denial_category,
    provider_npi,
    patient_control_number,
    payer_claim_control_number,
    line_number,
    file_name,
    segment_number
from mart.line
where pool is null and beneficiary_key = $beneficiary_key
order by service_date, payment_date, file_name, segment_number, service_line_key
