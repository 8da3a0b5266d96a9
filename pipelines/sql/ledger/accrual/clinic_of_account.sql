-- grain:  one row per account: the clinic of its last visit, of several on that day the one with the greatest NPI
-- key:    account_ordinal
-- units:  none
-- source: ledger.accruing_line

select
    accruing_line.account_ordinal,
    arg_max(accruing_line.payee_npi, concat(accruing_line.service_date, accruing_line.payee_npi)) as payee_npi
from ledger.accruing_line
group by accruing_line.account_ordinal
