select *
from mart.denial
where service_line_key = $service_line_key
