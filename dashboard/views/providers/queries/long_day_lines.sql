select
    service_line_key,
    beneficiary_key,
    procedure_code,
    modifiers,
    is_assistant,
    paid_units,
    timed_minutes,
    allowed_cents,
    payee_npi
from mart.provider_day_line
where provider_npi = $provider_npi and service_date = $service_date
order by beneficiary_key, procedure_code, service_line_key
