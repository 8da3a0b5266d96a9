-- grain:  one row per timed line of a provider's day above the limit
-- key:    service_line_key
-- units:  paid_units are units of service; timed_minutes are minutes; allowed_cents is US cents
-- source: ledger.timed_line, ledger.provider_day

select
    timed_line.service_line_key,
    timed_line.provider_npi,
    timed_line.payee_npi,
    timed_line.service_date,
    timed_line.beneficiary_key,
    timed_line.procedure_code,
    timed_line.modifiers,
    timed_line.is_assistant,
    timed_line.paid_units,
    timed_line.timed_minutes,
    timed_line.allowed_cents
from ledger.timed_line
inner join ledger.provider_day
    on
        timed_line.provider_npi = provider_day.provider_npi
        and timed_line.service_date = provider_day.service_date
where provider_day.is_long
