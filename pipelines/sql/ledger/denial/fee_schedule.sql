-- grain:  one row per procedure code, modifier class, locality and calendar year of the supplied fee schedules
-- key:    procedure_code, modifier_category, locality, calendar_year
-- units:  fee_cents is US cents for one unit
-- source: staging.fee_schedule

-- the newest row for a code, class, place and year holds, so that an amount can be put right
select
    fee_schedule.procedure_code,
    fee_schedule.modifier_category,
    fee_schedule.locality,
    fee_schedule.calendar_year,
    arg_max(fee_schedule.fee_cents, fee_schedule.fee_schedule_place) as fee_cents
from staging.fee_schedule
group by
    fee_schedule.procedure_code,
    fee_schedule.modifier_category,
    fee_schedule.locality,
    fee_schedule.calendar_year
