-- grain:    one row if the denials do not hold every denied line once
-- key:      denied_lines
-- units:    counts of service lines
-- source:   mart.denial, mart.denial_event, ledger.service_line
-- severity: critical
-- title:    Every denied line, final or not, belongs to exactly one denied service

with counted as (

    select
        (
            select count(*)
            from ledger.service_line
            where service_line.is_denied and service_line.claim_category <> 'reversal'
        ) as denied_lines,
        (select coalesce(sum(denial.times_denied), 0) from mart.denial) as times_denied,
        (
            select count(*)
            from mart.denial_event
            where denial_event.is_denied
        ) as denied_events

)

select *
from counted
where denied_lines <> times_denied or denied_lines <> denied_events
