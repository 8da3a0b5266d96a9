-- grain:  one row per claim-level adjustment and service line that bears a part of it
-- key:    adjustment_place, line_place
-- units:  share_cents is signed US cents; the shares of an adjustment add up to its amount
-- source: staging.adjustment, staging.service_line

-- Decision 0070.

with claim_adjustment as (

    select
        adjustment.adjustment_place,
        adjustment.claim_place,
        adjustment.adjustment_group_code,
        adjustment.adjustment_reason_code,
        cast(coalesce(adjustment.adjustment_cents, 0) as hugeint) as adjustment_cents,
        lead(adjustment.adjustment_place) over in_file_order is null as is_last
    from staging.adjustment
    where adjustment.line_place is null
    window in_file_order as (
        partition by adjustment.claim_place
        order by adjustment.adjustment_place
    )

),

claim_total as (

    select
        claim_adjustment.claim_place,
        cast(sum(claim_adjustment.adjustment_cents) as hugeint) as adjustment_cents
    from claim_adjustment
    group by claim_adjustment.claim_place

),

line_amount as (

    select
        service_line.line_place,
        service_line.claim_place,
        cast(abs(coalesce(service_line.paid_cents, 0)) as hugeint) as paid_size,
        cast(abs(coalesce(service_line.charge_cents, 0)) as hugeint) as charge_size
    from staging.service_line
    inner join claim_total
        on service_line.claim_place = claim_total.claim_place

),

measured as (

    select
        line_amount.*,
        sum(line_amount.paid_size) over (partition by line_amount.claim_place) as claim_paid_size,
        sum(line_amount.charge_size) over (partition by line_amount.claim_place) as claim_charge_size
    from line_amount

),

-- in proportion to what was paid; where nothing was, to what was charged; where nothing was charged either, evenly
weighted as (

    select
        measured.line_place,
        measured.claim_place,
        case
            when measured.claim_paid_size > 0 then measured.paid_size
            when measured.claim_charge_size > 0 then measured.charge_size
            else 1
        end as line_weight
    from measured

),

claim_weight as (

    select
        weighted.claim_place,
        cast(sum(weighted.line_weight) as hugeint) as weight
    from weighted
    group by weighted.claim_place

),

-- the total first, then every amount but the last; the last takes what the others leave of each line's share
spread as (

    select
        claim_total.claim_place,
        cast(null as bigint) as adjustment_place,
        claim_total.adjustment_cents
    from claim_total
    union all
    select
        claim_adjustment.claim_place,
        claim_adjustment.adjustment_place,
        claim_adjustment.adjustment_cents
    from claim_adjustment
    where not claim_adjustment.is_last

),

portioned as (

    select
        spread.claim_place,
        spread.adjustment_place,
        weighted.line_place,
        spread.adjustment_cents,
        abs(spread.adjustment_cents) * weighted.line_weight // claim_weight.weight as whole_cents,
        abs(spread.adjustment_cents) * weighted.line_weight % claim_weight.weight as remainder
    from spread
    inner join weighted
        on spread.claim_place = weighted.claim_place
    inner join claim_weight
        on spread.claim_place = claim_weight.claim_place

),

ranked as (

    select
        portioned.*,
        sum(portioned.whole_cents) over (
            partition by portioned.claim_place, portioned.adjustment_place
        ) as spread_cents,
        row_number() over (
            partition by portioned.claim_place, portioned.adjustment_place
            order by portioned.remainder desc, portioned.line_place
        ) as remainder_rank
    from portioned

),

-- the cents left over go one each to the largest remainders, on a tie to the earlier line
rounded as (

    select
        ranked.claim_place,
        ranked.adjustment_place,
        ranked.line_place,
        sign(ranked.adjustment_cents)
        * case
            when ranked.remainder_rank <= abs(ranked.adjustment_cents) - ranked.spread_cents
                then ranked.whole_cents + 1
            else ranked.whole_cents
        end as share_cents
    from ranked

),

line_rest as (

    select
        rounded.claim_place,
        rounded.line_place,
        sum(case when rounded.adjustment_place is null then rounded.share_cents else -rounded.share_cents end)
            as share_cents
    from rounded
    group by rounded.claim_place, rounded.line_place

),

shared as (

    select
        rounded.adjustment_place,
        rounded.line_place,
        rounded.share_cents
    from rounded
    where rounded.adjustment_place is not null
    union all
    select
        claim_adjustment.adjustment_place,
        line_rest.line_place,
        line_rest.share_cents
    from line_rest
    inner join claim_adjustment
        on line_rest.claim_place = claim_adjustment.claim_place
    where claim_adjustment.is_last

)

select
    claim_adjustment.adjustment_place,
    claim_adjustment.claim_place,
    shared.line_place,
    claim_adjustment.adjustment_group_code,
    claim_adjustment.adjustment_reason_code,
    cast(claim_adjustment.adjustment_cents as bigint) as claim_adjustment_cents,
    cast(shared.share_cents as bigint) as share_cents
from shared
inner join claim_adjustment
    on shared.adjustment_place = claim_adjustment.adjustment_place
where shared.share_cents <> 0
