-- grain:    one row per final service line whose movements of money do not sum to zero
-- key:      service_line_key
-- units:    difference_cents is US cents
-- source:   ledger.entry, ledger.service_line, mart.line
-- severity: critical
-- title:    Charge and payment of every final line and the ledger's adjustments of it sum to zero

with adjusted as (

    select
        service_line.service_line_key,
        cast(sum(entry.amount_cents) as bigint) as adjusted_cents
    from ledger.entry
    inner join ledger.service_line
        on entry.line_place = service_line.line_place
    where entry.entry_category = 'adjustment'
    group by service_line.service_line_key

)

select
    line.service_line_key,
    line.file_name,
    line.segment_number,
    line.charge_cents + coalesce(adjusted.adjusted_cents, 0) - line.paid_cents as difference_cents
from mart.line
left join adjusted
    on line.service_line_key = adjusted.service_line_key
where line.charge_cents + coalesce(adjusted.adjusted_cents, 0) - line.paid_cents <> 0
