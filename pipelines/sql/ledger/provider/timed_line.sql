-- grain:  one row per final, accruing, allowed line of a timed procedure with a provider
-- key:    line_place
-- units:  paid_units are units of service; timed_minutes are units times the minutes of one unit, rounded once
-- source: ledger.accruing_line, ledger.service_line, reference.timed_procedure

select
    service_line.line_place,
    service_line.beneficiary_ordinal,
    service_line.provider_npi,
    service_line.service_date,
    service_line.is_assistant,
    service_line.paid_units,
    -- by an integer, because a decimal times a bigint leaves 64 bits, where all arithmetic is slow
    cast(round(service_line.paid_units * cast(timed_procedure.minutes_value as integer), 0) as bigint) as timed_minutes
from ledger.accruing_line
inner join ledger.service_line
    on accruing_line.line_place = service_line.line_place
inner join reference.timed_procedure
    on service_line.procedure_code = timed_procedure.procedure_code
where service_line.provider_npi is not null and not service_line.is_denied
