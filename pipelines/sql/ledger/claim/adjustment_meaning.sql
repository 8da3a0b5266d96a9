-- grain:  one row per group and reason code that was sent
-- key:    adjustment_group_code, adjustment_reason_code
-- units:  group_rank orders the groups, the first to be read is 1
-- source: staging.adjustment, reference.adjustment_group, reference.adjustment_reason, reference.adjustment_role

-- what a group and reason mean is looked up once for each pair, not for each line
with code_pair as (

    select distinct
        adjustment.adjustment_group_code,
        adjustment.adjustment_reason_code
    from staging.adjustment

)

select
    code_pair.adjustment_group_code,
    code_pair.adjustment_reason_code,
    adjustment_role.adjustment_role,
    coalesce(adjustment_reason.is_denial_reason, true) as is_denial_reason,
    coalesce(adjustment_reason.is_missing_attestation, false) as is_missing_attestation,
    case
        when coalesce(adjustment_reason.is_denial_reason, true)
            then coalesce(adjustment_reason.denial_category, 'other')
    end as denial_category,
    coalesce(adjustment_group.group_rank, 9) as group_rank
from code_pair
left join reference.adjustment_group
    on code_pair.adjustment_group_code = adjustment_group.adjustment_group_code
left join reference.adjustment_reason
    on code_pair.adjustment_reason_code = adjustment_reason.adjustment_reason_code
left join reference.adjustment_role
    on
        code_pair.adjustment_group_code = adjustment_role.adjustment_group_code
        and code_pair.adjustment_reason_code = adjustment_role.adjustment_reason_code
