select
    event_number,
    service_line_key,
    payment_date,
    payment_trace_number,
    payer_claim_control_number,
    claim_status_code,
    modifiers,
    has_kx,
    is_denied,
    adjustment_group_code,
    adjustment_reason_code,
    charge_cents,
    allowed_cents,
    paid_cents,
    standing_category,
    taken_back_date
from mart.denial_event
where denial_service_line_key = $service_line_key
order by event_number
