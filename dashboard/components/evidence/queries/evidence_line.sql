select *
from mart.line
where service_line_key = $service_line_key
