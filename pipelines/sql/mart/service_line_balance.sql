-- grain:  one row per payment month and what became of the service lines
-- key:    payment_month, category
-- units:  service_lines counts lines
-- source: ledger.service_line_balance

select
    service_line_balance.payment_month,
    service_line_balance.line_category as category,
    service_line_balance.service_lines
from ledger.service_line_balance
