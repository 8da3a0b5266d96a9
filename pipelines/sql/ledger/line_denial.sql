-- grain:  one row per service line with a denial reason; the line is denied only if nothing was paid or shared
-- key:    line_place
-- units:  none
-- source: staging.adjustment, ledger.adjustment_meaning

-- groups in their order first, then the order of the file: the first one names the denial
with ranked as (

    select
        adjustment.line_place,
        adjustment.adjustment_group_code,
        adjustment.adjustment_reason_code,
        adjustment_meaning.denial_category,
        adjustment_meaning.is_missing_attestation,
        row_number() over (
            partition by adjustment.line_place
            order by adjustment_meaning.group_rank, adjustment.adjustment_place
        ) as reason_rank
    from staging.adjustment
    inner join ledger.adjustment_meaning
        on
            adjustment.adjustment_group_code is not distinct from adjustment_meaning.adjustment_group_code
            and adjustment.adjustment_reason_code is not distinct from adjustment_meaning.adjustment_reason_code
    where adjustment_meaning.is_denial_reason and adjustment.line_place is not null

)

select
    line_place,
    adjustment_group_code as denial_group_code,
    adjustment_reason_code as denial_reason_code,
    denial_category,
    is_missing_attestation
from ranked
where reason_rank = 1
