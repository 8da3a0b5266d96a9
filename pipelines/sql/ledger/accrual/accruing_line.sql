-- grain:  one row per final service line in a pool
-- key:    line_place
-- units:  allowed_cents is US cents; account_ordinal numbers a beneficiary, pool and calendar year
-- source: ledger.service_line, ledger.service_occurrence

select
    service_line.line_place,
    service_line.claim_place,
    service_line.payee_npi,
    service_line.beneficiary_ordinal,
    service_line.pool,
    service_line.calendar_year,
    service_line.order_date,
    service_line.payment_rank,
    service_line.service_date,
    service_line.is_denied,
    service_line.has_kx,
    service_line.allowed_cents,
    -- one integer for three columns: the running sums partition by it
    service_line.beneficiary_ordinal * 100000
    + service_line.calendar_year * 10
    + case when service_line.pool = 'OT' then 1 else 0 end as account_ordinal
from ledger.service_line
left join ledger.service_occurrence
    on service_line.line_place = service_occurrence.line_place
where
    service_line.claim_category = 'effective'
    and service_line.pool is not null
    and coalesce(service_occurrence.standing_category, 'standing') = 'standing'
