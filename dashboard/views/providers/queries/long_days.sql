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
    and ($period_start is null or service_month >= $period_start)
    and ($period_end is null or service_month <= $period_end)
    and ($provider_npi is null or provider_npi = $provider_npi)
order by timed_minutes desc, service_date, provider_npi
