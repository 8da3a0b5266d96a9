select
    denial_event.event_number,
    denial_event.payment_date,
    denial_event.modifiers,
    denial_event.is_denied,
    denial_event.adjustment_group_code,
    denial_event.adjustment_reason_code,
    denial_event.allowed_cents,
    denial_event.service_line_key = $service_line_key as is_this_line
from mart.denial_event
where
    denial_event.denial_service_line_key in (
        select own.denial_service_line_key
        from mart.denial_event as own
        where own.service_line_key = $service_line_key
    )
order by denial_event.event_number
