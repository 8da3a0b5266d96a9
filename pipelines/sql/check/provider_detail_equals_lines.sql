-- grain:    one row if the finer table of providers does not sum up to the lines in a pool
-- key:      detail_lines
-- units:    counts of lines; _cents are US cents
-- source:   mart.provider_beneficiary_kx, mart.crossing_provider, mart.line
-- severity: critical
-- title:    The tables behind the filters hold every line that counts toward a threshold once

with counted as (

    select
        (
            select coalesce(sum(provider_beneficiary_kx.lines), 0) from mart.provider_beneficiary_kx
        ) as detail_lines,
        (
            select coalesce(sum(provider_beneficiary_kx.allowed_cents), 0) from mart.provider_beneficiary_kx
        ) as detail_cents,
        (select coalesce(sum(crossing_provider.lines), 0) from mart.crossing_provider) as bridge_lines,
        (
            select count(*)
            from mart.line
            where line.pool is not null
        ) as accruing_lines,
        (
            select coalesce(sum(line.allowed_cents), 0)
            from mart.line
            where line.pool is not null
        ) as accruing_cents

)

select *
from counted
where detail_lines <> accruing_lines or bridge_lines <> accruing_lines or detail_cents <> accruing_cents
