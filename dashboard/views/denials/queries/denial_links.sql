select
    link_sequence,
    link_date,
    link_category,
    known_by,
    link_strength,
    payer_claim_control_number,
    payment_trace_number,
    claim_status_code,
    modifiers,
    has_kx,
    allowed_cents,
    service_line_key
from mart.denial_link
where denial_service_line_key = $service_line_key
order by link_sequence, link_date, service_line_key
