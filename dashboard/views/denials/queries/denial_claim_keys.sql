select
    service_line_key,
    claim_key
from mart.denial_worklist
where list_contains($worked_keys, service_line_key)
order by service_line_key
