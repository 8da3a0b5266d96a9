select
    service_line_key,
    service_date,
    received_date,
    payment_date,
    procedure_code,
    modifiers,
    paid_units,
    has_kx,
    is_denied,
    denial_category,
    charge_cents,
    allowed_cents,
    allowed_basis,
    paid_cents,
    accrued_before_cents,
    accrued_after_cents,
    kx_position,
    kx_finding,
    prior_use_grade,
    provider_npi,
    payee_name,
    payer_claim_control_number,
    file_name,
    segment_number
from mart.line
where
    beneficiary_key = $beneficiary_key
    and pool = $pool
    and calendar_year = $calendar_year
order by coalesce(received_date, payment_date), payment_date, payment_trace_number, file_name, segment_number
