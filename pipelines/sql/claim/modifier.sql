-- grain:  one row per combination of modifiers of the claim files and modifier in it
-- key:    modifiers, modifier_code
-- units:  none
-- source: claim.submitted, reference.special_modifier

with single as (

    select distinct
        submitted.modifiers,
        upper(trim(unnest(string_split(submitted.modifiers, ',')))) as modifier_code
    from claim.submitted

)

select
    single.modifiers,
    single.modifier_code,
    special_modifier.modifier_role,
    special_modifier.therapy_modifier_code
from single
left join reference.special_modifier
    on single.modifier_code = special_modifier.modifier_code
