select
    service_line_key,
    file_sha256,
    file_name,
    segment_number,
    claim_payment_key,
    payer_claim_control_number,
    patient_control_number,
    line_number,
    beneficiary_key,
    provider_npi,
    payee_npi,
    payer_name,
    pool,
    discipline,
    claim_filing_indicator_code,
    service_date,
    received_date,
    payment_date,
    procedure_code,
    modifiers,
    has_kx,
    charge_cents,
    allowed_cents,
    allowed_basis,
    paid_cents,
    is_denied,
    denial_category,
    kx_position,
    kx_finding,
    prior_use_grade,
    accrued_before_cents,
    accrued_after_cents
from mart.line
where
    service_month = $month_start
    or payment_date between $month_start and $month_end
order by service_date, service_line_key
