select
    line.service_line_key,
    line.service_date,
    line.payment_date,
    line.procedure_code,
    line.modifiers,
    line.has_kx,
    line.paid_units,
    line.provider_npi,
    line.charge_cents,
    line.allowed_cents,
    line.is_denied,
    line.denial_category,
    line.adjustment_group_code,
    line.adjustment_reason_code,
    line.payer_claim_control_number,
    line.patient_control_number,
    line.file_name,
    line.segment_number,
    line_position.order_date,
    line_position.accrued_before_cents,
    line_position.accrued_after_cents,
    line_position.kx_position,
    line_position.kx_finding,
    line_position.prior_use_needed_cents
from mart.line_position
inner join mart.line
    on line_position.service_line_key = line.service_line_key
where
    line_position.order_basis = 'received'
    and line_position.beneficiary_key = $beneficiary_key
    and line_position.pool = $pool
    and line_position.calendar_year = $calendar_year
order by line_position.line_sequence
