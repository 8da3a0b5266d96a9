-- grain:  one row per combination of modifiers that was sent
-- key:    modifiers
-- units:  none
-- source: staging.service_line, reference.therapy_modifier, reference.special_modifier

with sent as (

    select distinct service_line.modifiers
    from staging.service_line

),

single as (

    select
        sent.modifiers,
        upper(trim(unnest(string_split(sent.modifiers, ',')))) as modifier_code
    from sent

),

-- a therapy modifier that stands twice is not one: only a single one makes a therapy line
summed as (

    select
        single.modifiers,
        coalesce(string_agg(distinct single.modifier_code, ',' order by single.modifier_code), '') as modifier_list,
        count(therapy_modifier.modifier_code) as therapy_modifiers,
        min(therapy_modifier.discipline) as discipline,
        min(therapy_modifier.pool) as pool,
        coalesce(bool_or(special_modifier.modifier_role = 'attestation'), false) as is_attested,
        coalesce(bool_or(special_modifier.modifier_role = 'assistant'), false) as is_assistant,
        coalesce(bool_or(special_modifier.modifier_role = 'notice'), false) as has_notice
    from single
    left join reference.therapy_modifier
        on single.modifier_code = therapy_modifier.modifier_code
    left join reference.special_modifier
        on single.modifier_code = special_modifier.modifier_code
    group by single.modifiers

)

select
    modifiers,
    modifier_list,
    therapy_modifiers,
    case when therapy_modifiers = 1 then discipline end as discipline,
    case when therapy_modifiers = 1 then pool end as pool,
    therapy_modifiers = 1 and is_attested as has_kx,
    is_assistant,
    has_notice
from summed
