-- grain:  one row per judged service line of the claim files and rule about KX and the threshold that it breaks
-- key:    line_place, rule_name
-- units:  none
-- source: ledger.therapy_accrual

with placed as (

    select
        therapy_accrual.line_place,
        therapy_accrual.kx_position,
        therapy_accrual.kx_finding
    from ledger.therapy_accrual
    where therapy_accrual.order_basis = 'received'

)

select
    placed.line_place,
    'kx_missing' as rule_name
from placed
where placed.kx_finding = 'missing'
union all
select
    placed.line_place,
    'kx_early' as rule_name
from placed
where placed.kx_finding in ('early', 'early_unverified')
union all
select
    placed.line_place,
    'will_cross' as rule_name
from placed
where placed.kx_position = 'crossing'
