-- grain:  one row per service line with a denial reason; the line is denied only if nothing was paid or shared
-- key:    line_place
-- units:  none
-- source: staging.adjustment, ledger.claim_share, ledger.adjustment_meaning

-- Decision 0011.

-- an amount of zero denies nothing
with applied as (

    select
        adjustment.line_place,
        adjustment.adjustment_place,
        adjustment.adjustment_group_code,
        adjustment.adjustment_reason_code
    from staging.adjustment
    where adjustment.line_place is not null and adjustment.adjustment_cents <> 0
    union all
    select
        claim_share.line_place,
        claim_share.adjustment_place,
        claim_share.adjustment_group_code,
        claim_share.adjustment_reason_code
    from ledger.claim_share

),

-- groups in their order first, then the order of the file, in which the claim's adjustments precede the line's own
ranked as (

    select
        applied.line_place,
        applied.adjustment_group_code,
        applied.adjustment_reason_code,
        adjustment_meaning.denial_category,
        adjustment_meaning.is_missing_attestation,
        row_number() over (
            partition by applied.line_place
            order by adjustment_meaning.group_rank, applied.adjustment_place
        ) as reason_rank
    from applied
    inner join ledger.adjustment_meaning
        on
            applied.adjustment_group_code is not distinct from adjustment_meaning.adjustment_group_code
            and applied.adjustment_reason_code is not distinct from adjustment_meaning.adjustment_reason_code
    where adjustment_meaning.is_denial_reason

)

select
    line_place,
    adjustment_group_code as denial_group_code,
    adjustment_reason_code as denial_reason_code,
    denial_category,
    is_missing_attestation
from ranked
where reason_rank = 1
