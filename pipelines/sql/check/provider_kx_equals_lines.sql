-- grain:    one row per period type in which the providers' numbers do not sum up to the lines
-- key:      period_type
-- units:    counts of lines
-- source:   mart.provider_kx, mart.line_position
-- severity: critical
-- title:    By month and by year the providers' lines add up to the lines that count toward a threshold

with accrued as (

    select
        count(*) as lines,
        count(case when line_position.has_kx then 1 end) as kx_lines,
        count(case when line_position.kx_position = 'below' then 1 end) as below_lines,
        count(case when line_position.kx_position = 'below' and line_position.has_kx then 1 end) as below_kx_lines
    from mart.line_position
    where line_position.order_basis = 'received'

),

provided as (

    select
        provider_kx.period_type,
        sum(provider_kx.lines) as lines,
        sum(provider_kx.kx_lines) as kx_lines,
        sum(provider_kx.below_lines) as below_lines,
        sum(provider_kx.below_kx_lines) as below_kx_lines,
        sum(provider_kx.below_lines + provider_kx.over_lines) as placed_lines,
        sum(provider_kx.below_kx_lines + provider_kx.over_kx_lines) as placed_kx_lines
    from mart.provider_kx
    group by provider_kx.period_type

)

select
    provided.period_type,
    provided.lines as provider_lines,
    accrued.lines as accruing_lines,
    provided.kx_lines as provider_kx_lines,
    accrued.kx_lines as accruing_kx_lines
from provided
cross join accrued
where
    provided.lines <> accrued.lines
    or provided.kx_lines <> accrued.kx_lines
    or provided.below_lines <> accrued.below_lines
    or provided.below_kx_lines <> accrued.below_kx_lines
    or provided.placed_lines <> accrued.lines
    or provided.placed_kx_lines <> accrued.kx_lines
