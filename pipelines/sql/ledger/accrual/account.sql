-- grain:  one row per beneficiary, pool and calendar year
-- key:    account_ordinal
-- units:  own_accrued_cents is US cents
-- source: ledger.accruing_line

select
    accruing_line.account_ordinal,
    any_value(accruing_line.beneficiary_ordinal) as beneficiary_ordinal,
    any_value(accruing_line.pool) as pool,
    any_value(accruing_line.calendar_year) as calendar_year,
    min(accruing_line.service_date) as first_service_date,
    max(accruing_line.service_date) as last_service_date,
    cast(sum(accruing_line.allowed_cents) as bigint) as own_accrued_cents
from ledger.accruing_line
group by accruing_line.account_ordinal
