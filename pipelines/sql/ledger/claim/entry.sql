-- grain:  one row per movement of money on a claim payment that counts, was reversed, or reverses others
-- key:    claim_place, line_place, entry_category, adjustment_place
-- units:  amount_cents is signed US cents: adjustments and payments negated, so that a claim payment sums to 0;
--         entry_level says whether the claim or the line carried it in the remittance
-- source: ledger.claim_payment, ledger.service_line, ledger.claim_share, staging.adjustment

with line_total as (

    select
        service_line.claim_place,
        cast(sum(service_line.charge_cents) as bigint) as charge_cents,
        cast(sum(service_line.paid_cents) as bigint) as paid_cents
    from ledger.service_line
    group by service_line.claim_place

),

-- what the claim payment says beyond its lines: all of it where it was decided without lines
claim_rest as (

    select
        claim_payment.claim_place,
        line_total.claim_place is not null as has_lines,
        claim_payment.claim_charge_cents - coalesce(line_total.charge_cents, 0) as charge_cents,
        claim_payment.claim_paid_cents - coalesce(line_total.paid_cents, 0) as paid_cents
    from ledger.claim_payment
    left join line_total
        on claim_payment.claim_place = line_total.claim_place
    where claim_payment.claim_category in ('effective', 'taken_back', 'reversal')

)

select
    service_line.claim_place,
    service_line.line_place,
    'charge' as entry_category,
    cast(null as bigint) as adjustment_place,
    cast(null as varchar) as adjustment_group_code,
    cast(null as varchar) as adjustment_reason_code,
    service_line.charge_cents as amount_cents,
    'line' as entry_level
from ledger.service_line
union all
select
    adjustment.claim_place,
    adjustment.line_place,
    'adjustment' as entry_category,
    adjustment.adjustment_place,
    adjustment.adjustment_group_code,
    adjustment.adjustment_reason_code,
    -adjustment.adjustment_cents as amount_cents,
    case when adjustment.line_place is null then 'claim' else 'line' end as entry_level
from staging.adjustment
inner join claim_rest
    on adjustment.claim_place = claim_rest.claim_place
where adjustment.line_place is not null or not claim_rest.has_lines
union all
select
    claim_share.claim_place,
    claim_share.line_place,
    'adjustment' as entry_category,
    claim_share.adjustment_place,
    claim_share.adjustment_group_code,
    claim_share.adjustment_reason_code,
    -claim_share.share_cents as amount_cents,
    'claim' as entry_level
from ledger.claim_share
inner join claim_rest
    on claim_share.claim_place = claim_rest.claim_place
union all
select
    service_line.claim_place,
    service_line.line_place,
    'payment' as entry_category,
    cast(null as bigint) as adjustment_place,
    cast(null as varchar) as adjustment_group_code,
    cast(null as varchar) as adjustment_reason_code,
    -service_line.paid_cents as amount_cents,
    'line' as entry_level
from ledger.service_line
union all
select
    claim_rest.claim_place,
    cast(null as bigint) as line_place,
    'charge' as entry_category,
    cast(null as bigint) as adjustment_place,
    cast(null as varchar) as adjustment_group_code,
    cast(null as varchar) as adjustment_reason_code,
    claim_rest.charge_cents as amount_cents,
    'claim' as entry_level
from claim_rest
where claim_rest.charge_cents <> 0
union all
select
    claim_rest.claim_place,
    cast(null as bigint) as line_place,
    'payment' as entry_category,
    cast(null as bigint) as adjustment_place,
    cast(null as varchar) as adjustment_group_code,
    cast(null as varchar) as adjustment_reason_code,
    -claim_rest.paid_cents as amount_cents,
    'claim' as entry_level
from claim_rest
where claim_rest.paid_cents <> 0
