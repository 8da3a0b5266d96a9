-- grain:  one row per combination of modifiers of the claim files and rule that it breaks whatever the procedure
-- key:    modifiers, rule_name
-- units:  none
-- source: claim.modifier, ledger.modifier_set

with played as (

    select
        modifier.modifiers,
        bool_or(coalesce(modifier.modifier_role = 'attestation', false)) as is_attested,
        bool_or(coalesce(modifier.modifier_role = 'notice', false)) as has_notice,
        bool_or(coalesce(modifier.modifier_role = 'voluntary_notice', false)) as has_voluntary_notice,
        bool_or(coalesce(modifier.modifier_role = 'expected_denial', false)) as is_denial_expected,
        bool_or(coalesce(modifier.modifier_role = 'excluded', false)) as is_excluded
    from claim.modifier
    group by modifier.modifiers

)

select
    played.modifiers,
    'kx_with_ga' as rule_name
from played
where played.is_attested and played.has_notice
union all
select
    played.modifiers,
    'kx_with_gz' as rule_name
from played
where played.is_attested and played.is_denial_expected
union all
select
    played.modifiers,
    'gx_covered' as rule_name
from played
inner join ledger.modifier_set
    on played.modifiers = modifier_set.modifiers
where played.has_voluntary_notice and not played.is_excluded and modifier_set.therapy_modifiers = 1
union all
-- an assistant's modifier without the plan of care that it belongs to
select distinct
    assistant.modifiers,
    'assistant_modifier' as rule_name
from claim.modifier as assistant
left join claim.modifier as plan_of_care
    on
        assistant.modifiers = plan_of_care.modifiers
        and assistant.therapy_modifier_code = plan_of_care.modifier_code
where assistant.modifier_role = 'assistant' and plan_of_care.modifier_code is null
