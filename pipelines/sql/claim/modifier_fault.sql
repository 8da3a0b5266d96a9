-- grain:  one row per combination of modifiers of the claim files and rule that it breaks whatever the procedure
-- key:    modifiers, rule_name
-- units:  none
-- source: claim.modifier

with opposed as (

    select modifier.modifiers
    from claim.modifier
    group by modifier.modifiers
    having bool_or(modifier.modifier_role = 'attestation') and bool_or(modifier.modifier_role = 'notice')

),

-- an assistant's modifier without the plan of care that it belongs to
unpaired as (

    select distinct assistant.modifiers
    from claim.modifier as assistant
    left join claim.modifier as plan_of_care
        on
            assistant.modifiers = plan_of_care.modifiers
            and assistant.therapy_modifier_code = plan_of_care.modifier_code
    where assistant.modifier_role = 'assistant' and plan_of_care.modifier_code is null

)

select
    opposed.modifiers,
    'kx_with_ga' as rule_name
from opposed
union all
select
    unpaired.modifiers,
    'assistant_modifier' as rule_name
from unpaired
