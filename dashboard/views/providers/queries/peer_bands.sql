select
    procedure_code,
    specialty_code,
    calendar_year,
    carriers_count,
    services_count,
    kx_service_ratio,
    low_ratio,
    high_ratio,
    kx_denied_ratio,
    plain_denied_ratio,
    carrier_numbers
from mart.peer_band
order by calendar_year desc nulls last, procedure_code, specialty_code nulls first
