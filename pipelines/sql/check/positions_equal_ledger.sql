-- grain:    one row per order basis in which the positions are not the accruing lines
-- key:      order_basis
-- units:    counts of lines; _cents are US cents
-- source:   mart.line_position, mart.line
-- severity: critical
-- title:    In both orders the positions cover every line that counts once, with the same allowed amount

with accrued as (

    select
        count(*) as lines,
        coalesce(sum(line.allowed_cents), 0) as allowed_cents
    from mart.line
    where line.pool is not null

),

placed as (

    select
        line_position.order_basis,
        count(*) as lines,
        sum(line_position.allowed_cents) as allowed_cents,
        sum(line_position.accrued_after_cents - line_position.accrued_before_cents) as accrued_cents
    from mart.line_position
    group by line_position.order_basis

)

select
    placed.order_basis,
    placed.lines as position_lines,
    accrued.lines as accruing_lines,
    placed.allowed_cents as position_cents,
    accrued.allowed_cents as accruing_cents
from placed
cross join accrued
where
    placed.lines <> accrued.lines
    or placed.allowed_cents <> accrued.allowed_cents
    or placed.accrued_cents <> accrued.allowed_cents
union all
select
    'no position at all' as order_basis,
    0 as position_lines,
    accrued.lines as accruing_lines,
    0 as position_cents,
    accrued.allowed_cents as accruing_cents
from accrued
where accrued.lines > 0 and (select count(*) from placed) <> 2
