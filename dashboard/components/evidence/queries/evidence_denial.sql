select *
from mart.denial
where
    service_line_key in (
        select denial_event.denial_service_line_key
        from mart.denial_event
        where denial_event.service_line_key = $service_line_key
    )
