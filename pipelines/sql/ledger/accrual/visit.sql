-- grain:  one row per account and service date
-- key:    account_ordinal, service_date
-- units:  visit_number counts the service dates of an account from 1
-- source: ledger.accruing_line

select
    accruing_line.account_ordinal,
    accruing_line.service_date,
    row_number() over (
        partition by accruing_line.account_ordinal
        order by accruing_line.service_date
    ) as visit_number
from ledger.accruing_line
group by accruing_line.account_ordinal, accruing_line.service_date
