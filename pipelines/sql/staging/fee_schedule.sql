-- grain:  one row per amount of a fee schedule that the user supplied
-- key:    fee_schedule_place
-- units:  fee_cents is US cents for one unit
-- source: source.fee_schedule

select
    fee_schedule_place,
    file_number,
    file_sha256,
    segment_number,
    calendar_year,
    upper(trim(procedure_code)) as procedure_code,
    lower(trim(modifier_class)) as modifier_category,
    upper(clean_text(locality)) as locality,
    to_cents(fee_amount) as fee_cents
from source.fee_schedule
