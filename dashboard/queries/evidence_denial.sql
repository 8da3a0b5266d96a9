select *
from mart.denial
where service_line_key in (
    select denial_service_line_key from mart.denial_event where service_line_key = $service_line_key
)
