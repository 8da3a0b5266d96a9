select
    denial_service_line_key,
    payment_date
from mart.denial_event
where list_contains($worked_keys, denial_service_line_key)
order by denial_service_line_key, payment_date
