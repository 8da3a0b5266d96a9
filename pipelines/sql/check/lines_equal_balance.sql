-- grain:    one row if mart.line does not hold exactly the final lines
-- key:      lines
-- units:    counts of service lines
-- source:   mart.line, mart.service_line_balance, mart.build_info
-- severity: critical
-- title:    mart.line holds exactly the final lines, in a threshold category and in none

with counted as (

    select
        (select build_info.lines from mart.build_info) as lines_said,
        (select count(*) from mart.line) as lines,
        (
            select count(*)
            from mart.line
            where line.pool is not null
        ) as lines_in_pool,
        (
            select coalesce(sum(service_line_balance.service_lines), 0)
            from mart.service_line_balance
            where service_line_balance.category in ('standing_in_pool', 'standing_in_no_pool')
        ) as lines_standing,
        (
            select coalesce(sum(service_line_balance.service_lines), 0)
            from mart.service_line_balance
            where service_line_balance.category = 'standing_in_pool'
        ) as lines_standing_in_pool

)

select *
from counted
where lines <> lines_standing or lines_in_pool <> lines_standing_in_pool or lines <> lines_said
