select
    provider_npi,
    service_date,
    timed_minutes,
    assistant_minutes,
    timed_units,
    beneficiaries,
    timed_lines
from mart.provider_day
where
    is_long
    and is_in_period(service_month, $period_start, $period_end)
    and is_chosen(provider_npi, $provider_npi)
order by timed_minutes desc, service_date, provider_npi
