-- grain:  one row per service line with a patient share or sequestration
-- key:    line_place
-- units:  _cents are US cents as sent; null where the line has no such adjustment
-- source: staging.adjustment, ledger.claim_share, ledger.adjustment_meaning

with applied as (

    select
        adjustment.line_place,
        adjustment.adjustment_group_code,
        adjustment.adjustment_reason_code,
        adjustment.adjustment_cents
    from staging.adjustment
    where adjustment.line_place is not null
    union all
    select
        claim_share.line_place,
        claim_share.adjustment_group_code,
        claim_share.adjustment_reason_code,
        claim_share.share_cents as adjustment_cents
    from ledger.claim_share

),

shared as (

    select
        applied.line_place,
        applied.adjustment_cents,
        adjustment_meaning.adjustment_role
    from applied
    inner join ledger.adjustment_meaning
        on
            applied.adjustment_group_code = adjustment_meaning.adjustment_group_code
            and applied.adjustment_reason_code = adjustment_meaning.adjustment_reason_code
    where adjustment_meaning.adjustment_role is not null

)

select
    line_place,
    bool_or(adjustment_role in ('deductible', 'coinsurance', 'copayment')) as has_patient_share,
    cast(sum(case when adjustment_role = 'deductible' then adjustment_cents end) as bigint) as deductible_cents,
    cast(sum(case when adjustment_role = 'coinsurance' then adjustment_cents end) as bigint) as coinsurance_cents,
    cast(sum(case when adjustment_role = 'copayment' then adjustment_cents end) as bigint) as copayment_cents,
    cast(sum(case when adjustment_role = 'sequestration' then adjustment_cents end) as bigint) as sequestration_cents
from shared
group by line_place
