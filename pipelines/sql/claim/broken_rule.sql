-- grain:  one row per judged service line of the claim files and rule that it breaks
-- key:    line_place, rule_name
-- units:  none
-- source: claim.line, claim.kx_fault, claim.modifier_fault, claim.procedure_fault, claim.original_fault,
--         claim.long_day, claim.documentation_fault, claim.minute_fault, claim.slot_fault

with broken as (

    select
        kx_fault.line_place,
        kx_fault.rule_name
    from claim.kx_fault
    union all
    select
        line.line_place,
        modifier_fault.rule_name
    from claim.line
    inner join claim.modifier_fault
        on line.modifiers = modifier_fault.modifiers
    union all
    select
        procedure_fault.line_place,
        procedure_fault.rule_name
    from claim.procedure_fault
    union all
    select
        original_fault.line_place,
        original_fault.rule_name
    from claim.original_fault
    union all
    select
        long_day.line_place,
        long_day.rule_name
    from claim.long_day
    union all
    select
        documentation_fault.line_place,
        documentation_fault.rule_name
    from claim.documentation_fault
    union all
    select
        minute_fault.line_place,
        minute_fault.rule_name
    from claim.minute_fault
    union all
    select
        slot_fault.line_place,
        slot_fault.rule_name
    from claim.slot_fault

)

select
    broken.line_place,
    broken.rule_name
from broken
inner join claim.line
    on broken.line_place = line.line_place
where line.is_judged
