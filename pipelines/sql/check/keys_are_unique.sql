-- grain:    one row per key that occurs more than once in its table
-- key:      table_name, key_value
-- units:    times counts rows
-- source:   mart.line, mart.line_position, mart.threshold_crossing, mart.provider_kx, mart.denial, mart.claim_evidence,
--           mart.payment, mart.beneficiary
-- severity: critical
-- title:    Every key is unique in its table

select
    'mart.line' as table_name,
    line.service_line_key as key_value,
    count(*) as times
from mart.line
group by line.service_line_key
having count(*) > 1
union all
select
    'mart.line_position' as table_name,
    concat_ws(' ', line_position.service_line_key, line_position.order_basis) as key_value,
    count(*) as times
from mart.line_position
group by line_position.service_line_key, line_position.order_basis
having count(*) > 1
union all
select
    'mart.threshold_crossing' as table_name,
    concat_ws(
        ' ',
        threshold_crossing.beneficiary_key,
        threshold_crossing.pool,
        threshold_crossing.calendar_year,
        threshold_crossing.order_basis
    ) as key_value,
    count(*) as times
from mart.threshold_crossing
group by
    threshold_crossing.beneficiary_key,
    threshold_crossing.pool,
    threshold_crossing.calendar_year,
    threshold_crossing.order_basis
having count(*) > 1
union all
select
    'mart.provider_kx' as table_name,
    concat_ws(' ', provider_kx.provider_npi, provider_kx.period_type, provider_kx.period_start) as key_value,
    count(*) as times
from mart.provider_kx
group by provider_kx.provider_npi, provider_kx.period_type, provider_kx.period_start
having count(*) > 1
union all
select
    'mart.denial' as table_name,
    denial.service_line_key as key_value,
    count(*) as times
from mart.denial
group by denial.service_line_key
having count(*) > 1
union all
select
    'mart.claim_evidence' as table_name,
    claim_evidence.claim_payment_key as key_value,
    count(*) as times
from mart.claim_evidence
group by claim_evidence.claim_payment_key
having count(*) > 1
union all
select
    'mart.payment' as table_name,
    payment.payment_key as key_value,
    count(*) as times
from mart.payment
group by payment.payment_key
having count(*) > 1
union all
select
    'mart.beneficiary' as table_name,
    beneficiary.beneficiary_key as key_value,
    count(*) as times
from mart.beneficiary
group by beneficiary.beneficiary_key
having count(*) > 1
