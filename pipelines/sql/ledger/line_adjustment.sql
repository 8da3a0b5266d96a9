-- grain:  one row per service line with an adjustment
-- key:    line_place
-- units:  _cents are US cents as sent; null where the line has no such adjustment
-- source: staging.adjustment, reference.adjustment_group, reference.adjustment_reason, reference.adjustment_role

with code_pair as (

    select distinct
        adjustment.adjustment_group_code,
        adjustment.adjustment_reason_code
    from staging.adjustment

),

-- what a group and reason mean is looked up once for each pair, not for each line
meaning as (

    select
        code_pair.adjustment_group_code,
        code_pair.adjustment_reason_code,
        coalesce(adjustment_reason.is_denial_reason, true) as is_denial_reason,
        coalesce(adjustment_reason.is_missing_attestation, false) as is_missing_attestation,
        case
            when coalesce(adjustment_reason.is_denial_reason, true)
                then coalesce(adjustment_reason.denial_category, 'other')
        end as denial_category,
        adjustment_role.adjustment_role,
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

),

judged as (

    select
        adjustment.line_place,
        adjustment.adjustment_cents,
        meaning.adjustment_group_code,
        meaning.adjustment_reason_code,
        meaning.denial_category,
        meaning.is_missing_attestation,
        meaning.adjustment_role,
        -- groups in their order first, then the order of the file
        case
            when meaning.is_denial_reason
                then meaning.group_rank * cast(100000000000000000 as bigint) + adjustment.adjustment_place
        end as denial_order
    from staging.adjustment
    inner join meaning
        on
            adjustment.adjustment_group_code is not distinct from meaning.adjustment_group_code
            and adjustment.adjustment_reason_code is not distinct from meaning.adjustment_reason_code
    where adjustment.line_place is not null

)

select
    line_place,
    cast(sum(case when adjustment_role = 'deductible' then adjustment_cents end) as bigint) as deductible_cents,
    cast(sum(case when adjustment_role = 'coinsurance' then adjustment_cents end) as bigint) as coinsurance_cents,
    cast(sum(case when adjustment_role = 'copayment' then adjustment_cents end) as bigint) as copayment_cents,
    cast(sum(case when adjustment_role = 'sequestration' then adjustment_cents end) as bigint) as sequestration_cents,
    arg_min(adjustment_group_code, denial_order) as denial_group_code,
    arg_min(adjustment_reason_code, denial_order) as denial_reason_code,
    arg_min(denial_category, denial_order) as denial_category,
    arg_min(is_missing_attestation, denial_order) as is_missing_attestation
from judged
group by line_place
