select *
from mart.line_position
where service_line_key = $service_line_key
order by order_basis
