-- grain:  one row per denied service line whose procedure is in the fee schedule of its clinic and year
-- key:    line_place
-- units:  fee_schedule_cents is US cents: the fee times the units, rounded once
-- source: ledger.fee_schedule, ledger.denied_service, ledger.service_line

with denied as (

    select
        service_line.line_place,
        service_line.payee_npi,
        service_line.procedure_code,
        service_line.calendar_year,
        service_line.paid_units,
        case when service_line.is_assistant then 'assistant' else 'no_assistant' end as modifier_category
    from ledger.denied_service
    inner join ledger.service_line
        on denied_service.denied_line_place = service_line.line_place

),

-- a row that names the clinic's NPI as its locality is closer than one for all; a class closer than any class
fitting as (

    select
        denied.line_place,
        denied.paid_units,
        fee_schedule.fee_cents,
        case when fee_schedule.locality = denied.payee_npi then 0 else 2 end
        + case when fee_schedule.modifier_category = denied.modifier_category then 0 else 1 end as distance
    from denied
    inner join ledger.fee_schedule
        on
            denied.procedure_code = fee_schedule.procedure_code
            and denied.calendar_year = fee_schedule.calendar_year
            and fee_schedule.modifier_category in (denied.modifier_category, 'any')

),

nearest as (

    select
        fitting.line_place,
        fitting.paid_units,
        fitting.distance,
        min(fitting.fee_cents) as lowest_cents,
        max(fitting.fee_cents) as highest_cents,
        row_number() over (
            partition by fitting.line_place
            order by fitting.distance
        ) as nearest_first
    from fitting
    group by fitting.line_place, fitting.paid_units, fitting.distance

)

-- several localities with different amounts and none of the clinic's: nobody knows which holds
select
    line_place,
    cast(
        divide_half_up(cast(lowest_cents as hugeint) * cast(paid_units * 10000 as hugeint), 10000) as bigint
    ) as fee_schedule_cents
from nearest
where nearest_first = 1 and lowest_cents = highest_cents
