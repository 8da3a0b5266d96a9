-- grain:  one row per standing service line in a pool and order basis
-- key:    line_place, order_basis
-- units:  own_after_cents is the running allowed amount in US cents, this line included; line_sequence counts from 1
-- source: ledger.accruing_line

select
    accruing_line.line_place,
    'received' as order_basis,
    accruing_line.account_ordinal,
    accruing_line.order_date as order_date,
    accruing_line.service_date,
    accruing_line.is_denied,
    accruing_line.has_kx,
    accruing_line.allowed_cents,
    cast(sum(accruing_line.allowed_cents) over received as bigint) as own_after_cents,
    row_number() over received as line_sequence
from ledger.accruing_line
window
    received as (
        partition by accruing_line.account_ordinal
        order by accruing_line.order_date, accruing_line.payment_rank, accruing_line.line_place
        rows between unbounded preceding and current row
    )
union all
select
    accruing_line.line_place,
    'service_date' as order_basis,
    accruing_line.account_ordinal,
    accruing_line.service_date as order_date,
    accruing_line.service_date,
    accruing_line.is_denied,
    accruing_line.has_kx,
    accruing_line.allowed_cents,
    cast(sum(accruing_line.allowed_cents) over serviced as bigint) as own_after_cents,
    row_number() over serviced as line_sequence
from ledger.accruing_line
window
    serviced as (
        partition by accruing_line.account_ordinal
        order by
            accruing_line.service_date,
            accruing_line.order_date,
            accruing_line.payment_rank,
            accruing_line.line_place
        rows between unbounded preceding and current row
    )
