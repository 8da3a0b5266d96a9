-- grain:    one row per order basis in which the crossings do not sum up to the lines in a pool
-- key:      order_basis
-- units:    counts of lines; _cents are US cents
-- source:   mart.threshold_crossing, mart.line
-- severity: critical
-- title:    In both orders the patients' totals of a year add up to the lines that count toward a threshold

with accrued as (

    select
        count(*) as lines,
        count(case when line.has_kx then 1 end) as kx_lines,
        coalesce(sum(line.allowed_cents), 0) as allowed_cents
    from mart.line
    where line.pool is not null

),

crossed as (

    select
        threshold_crossing.order_basis,
        sum(threshold_crossing.lines) as lines,
        sum(threshold_crossing.kx_lines) as kx_lines,
        sum(threshold_crossing.own_accrued_cents) as own_accrued_cents,
        sum(threshold_crossing.accrued_cents - threshold_crossing.prior_use_cents) as accrued_cents
    from mart.threshold_crossing
    group by threshold_crossing.order_basis

)

select
    crossed.order_basis,
    crossed.lines as crossing_lines,
    accrued.lines as accruing_lines,
    crossed.own_accrued_cents,
    accrued.allowed_cents
from crossed
cross join accrued
where
    crossed.lines <> accrued.lines
    or crossed.kx_lines <> accrued.kx_lines
    or crossed.own_accrued_cents <> accrued.allowed_cents
    or crossed.accrued_cents <> accrued.allowed_cents
