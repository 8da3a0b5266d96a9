-- grain:  one row per provider and day with timed lines
-- key:    provider_npi, service_date
-- units:  timed_units are units of service; _minutes are minutes, an upper bound of the provider's own time
-- source: ledger.provider_day

select
    provider_day.provider_npi,
    provider_day.service_date,
    cast(date_trunc('month', provider_day.service_date) as date) as service_month,
    provider_day.timed_lines,
    provider_day.beneficiaries,
    provider_day.timed_units,
    provider_day.timed_minutes,
    provider_day.assistant_minutes,
    provider_day.is_long
from ledger.provider_day
