select service_line_key
from mart.denial
where list_contains($worked_keys, service_line_key)
