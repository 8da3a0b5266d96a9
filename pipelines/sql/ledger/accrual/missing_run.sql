-- grain:  one row per account whose newest adjudicated lines were denied for missing KX
-- key:    account_ordinal
-- units:  denied_missing_lines counts final lines denied since the last allowed one, in the order received
-- source: ledger.therapy_accrual, ledger.service_line

with last_allowed as (

    select
        therapy_accrual.account_ordinal,
        max(case when not therapy_accrual.is_denied then therapy_accrual.line_sequence else 0 end) as line_sequence
    from ledger.therapy_accrual
    where therapy_accrual.order_basis = 'received'
    group by therapy_accrual.account_ordinal

)

select
    therapy_accrual.account_ordinal,
    count(*) as denied_missing_lines,
    max(service_line.payment_date) as last_missing_denied_date
from ledger.therapy_accrual
inner join last_allowed
    on therapy_accrual.account_ordinal = last_allowed.account_ordinal
inner join ledger.service_line
    on therapy_accrual.line_place = service_line.line_place
where
    therapy_accrual.order_basis = 'received'
    and therapy_accrual.is_denied
    and therapy_accrual.line_sequence > last_allowed.line_sequence
    and service_line.denial_category = 'missing_kx'
group by therapy_accrual.account_ordinal
