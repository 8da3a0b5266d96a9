-- grain:    one row if the service lines read are not the sum of what became of them
-- key:      service_lines_read
-- units:    counts of service lines
-- source:   mart.file, mart.service_line_balance, staging.service_line
-- severity: critical
-- title:    Service lines read = final, reversed, reversals, replaced, excluded and after the as-of date

with counted as (

    select
        (select coalesce(sum(file.service_lines), 0) from mart.file) as service_lines_read,
        (select count(*) from staging.service_line) as service_lines_archived,
        (
            select coalesce(sum(service_line_balance.service_lines), 0) from mart.service_line_balance
        ) as service_lines_explained

)

select *
from counted
where service_lines_read <> service_lines_archived or service_lines_read <> service_lines_explained
