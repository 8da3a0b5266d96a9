-- grain:  one row per payment month and whether claim payments have service lines
-- key:    payment_month, category
-- units:  claim_payments counts claim payments
-- source: ledger.claim_payment, ledger.claim_line_count

select
    cast(date_trunc('month', claim_payment.payment_date) as date) as payment_month,
    case when claim_line_count.claim_place is null then 'without_lines' else 'with_lines' end as category,
    count(*) as claim_payments
from ledger.claim_payment
left join ledger.claim_line_count
    on claim_payment.claim_place = claim_line_count.claim_place
group by
    cast(date_trunc('month', claim_payment.payment_date) as date),
    case when claim_line_count.claim_place is null then 'without_lines' else 'with_lines' end
