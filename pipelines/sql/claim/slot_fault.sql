-- grain:  one row per line whose four modifier positions are taken and that lacks a modifier
-- key:    line_place
-- units:  none
-- source: claim.line, claim.modifier, claim.kx_fault, claim.procedure_fault, reference.claim_rule

-- a line of the form carries four modifiers
with filled as (

    select modifier.modifiers
    from claim.modifier
    group by modifier.modifiers
    having count(*) >= 4

),

lacking as (

    select
        kx_fault.line_place,
        kx_fault.rule_name
    from claim.kx_fault
    union all
    select
        procedure_fault.line_place,
        procedure_fault.rule_name
    from claim.procedure_fault

)

select distinct
    line.line_place,
    'no_modifier_slot' as rule_name
from lacking
inner join reference.claim_rule
    on lacking.rule_name = claim_rule.rule_name
inner join claim.line
    on lacking.line_place = line.line_place
inner join filled
    on line.modifiers = filled.modifiers
where
    claim_rule.lacks_modifier
    -- several therapy modifiers are one too many, not one too few
    and (lacking.rule_name <> 'discipline_modifier' or line.therapy_modifiers = 0)
