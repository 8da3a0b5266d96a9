-- grain:  one row per service line with a patient share or sequestration
-- key:    line_place
-- units:  _cents are US cents as sent; null where the line has no such adjustment
-- source: staging.adjustment, ledger.adjustment_meaning

with shared as (

    select
        adjustment.line_place,
        adjustment.adjustment_cents,
        adjustment_meaning.adjustment_role
    from staging.adjustment
    inner join ledger.adjustment_meaning
        on
            adjustment.adjustment_group_code = adjustment_meaning.adjustment_group_code
            and adjustment.adjustment_reason_code = adjustment_meaning.adjustment_reason_code
    where adjustment_meaning.adjustment_role is not null and adjustment.line_place is not null

)

select
    line_place,
    cast(sum(case when adjustment_role = 'deductible' then adjustment_cents end) as bigint) as deductible_cents,
    cast(sum(case when adjustment_role = 'coinsurance' then adjustment_cents end) as bigint) as coinsurance_cents,
    cast(sum(case when adjustment_role = 'copayment' then adjustment_cents end) as bigint) as copayment_cents,
    cast(sum(case when adjustment_role = 'sequestration' then adjustment_cents end) as bigint) as sequestration_cents
from shared
group by line_place
