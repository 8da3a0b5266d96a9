-- grain:  one row per account, service date, payment date and date of taking back
-- key:    account_ordinal, service_date, payment_date, taken_back_date
-- units:  allowed_cents is US cents, also of lines that were reversed later
-- source: ledger.service_line

-- Every allowed occurrence of a service stands, so sums of what was known on a date need no ranking.
select
    service_line.beneficiary_ordinal * 100000
    + service_line.calendar_year * 10
    + case when service_line.pool = 'OT' then 1 else 0 end as account_ordinal,
    service_line.beneficiary_ordinal,
    service_line.pool,
    service_line.calendar_year,
    service_line.service_date,
    service_line.payment_date,
    service_line.taken_back_date,
    cast(sum(service_line.allowed_cents) as bigint) as allowed_cents
from ledger.service_line
where service_line.pool is not null
group by
    service_line.beneficiary_ordinal,
    service_line.calendar_year,
    service_line.pool,
    service_line.service_date,
    service_line.payment_date,
    service_line.taken_back_date
