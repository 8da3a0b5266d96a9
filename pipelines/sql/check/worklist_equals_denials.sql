-- grain:    one row if the queue is not the open denials, each once and with its amount
-- key:      open_services
-- units:    counts of services; _cents are US cents
-- source:   mart.denial_worklist, mart.denial
-- severity: critical
-- title:    The queue holds the open denials without a signed ABN: the same services and the same cents

with listed as (

    select
        count(*) as listed_services,
        count(distinct denial_worklist.priority_rank) as ranks,
        coalesce(sum(denial_worklist.open_cents), 0) as listed_cents,
        count(case when denial_worklist.likely_cents > denial_worklist.estimated_cents then 1 end) as too_likely
    from mart.denial_worklist

),

opened as (

    select
        count(*) as open_services,
        coalesce(sum(denial.open_cents), 0) as open_cents
    from mart.denial
    where denial.state = 'open' and denial.is_loss

)

select
    listed.listed_services,
    opened.open_services,
    listed.ranks,
    listed.listed_cents,
    opened.open_cents,
    listed.too_likely
from listed
cross join opened
where
    listed.listed_services <> opened.open_services
    or listed.ranks <> opened.open_services
    or listed.listed_cents <> opened.open_cents
    or listed.too_likely > 0
