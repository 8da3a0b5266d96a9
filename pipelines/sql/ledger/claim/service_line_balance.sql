-- grain:  one row per payment month and what became of the service lines
-- key:    payment_month, line_category
-- units:  service_lines counts lines
-- source: ledger.claim_payment, ledger.claim_line_count, ledger.service_line, ledger.service_occurrence

with whole_claim as (

    select
        cast(date_trunc('month', claim_payment.payment_date) as date) as payment_month,
        case
            when claim_payment.claim_category in ('set_aside', 'repeated', 'orphan_reversal') then 'set_aside'
            else claim_payment.claim_category
        end as line_category,
        claim_line_count.service_lines
    from ledger.claim_payment
    inner join ledger.claim_line_count
        on claim_payment.claim_place = claim_line_count.claim_place
    where claim_payment.claim_category <> 'effective'

),

single_line as (

    select
        cast(date_trunc('month', service_line.payment_date) as date) as payment_month,
        case
            when service_occurrence.standing_category = 'superseded' then 'superseded'
            when service_line.pool is not null then 'standing_in_pool'
            else 'standing_in_no_pool'
        end as line_category,
        cast(1 as bigint) as service_lines
    from ledger.service_line
    left join ledger.service_occurrence
        on service_line.line_place = service_occurrence.line_place
    where service_line.claim_category = 'effective'

),

everything as (

    select * from whole_claim
    union all
    select * from single_line

)

select
    payment_month,
    line_category,
    cast(sum(service_lines) as bigint) as service_lines
from everything
group by payment_month, line_category
