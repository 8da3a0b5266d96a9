-- grain:  one row per timed line of a provider's day above the limit
-- key:    service_line_key
-- units:  paid_units are units of service; timed_minutes are minutes; allowed_cents is US cents
-- source: ledger.timed_line, ledger.provider_day, ledger.service_line

select
    service_line.service_line_key,
    service_line.provider_npi,
    service_line.payee_npi,
    service_line.service_date,
    service_line.beneficiary_key,
    service_line.procedure_code,
    service_line.modifiers,
    service_line.is_assistant,
    service_line.paid_units,
    timed_line.timed_minutes,
    service_line.allowed_cents
from ledger.provider_day
inner join ledger.timed_line
    on
        provider_day.provider_npi = timed_line.provider_npi
        and provider_day.service_date = timed_line.service_date
inner join ledger.service_line
    on timed_line.line_place = service_line.line_place
where provider_day.is_long
