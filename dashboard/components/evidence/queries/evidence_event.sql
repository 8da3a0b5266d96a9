select *
from mart.denial_event
where service_line_key = $service_line_key
