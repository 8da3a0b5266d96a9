-- grain:  one row per beneficiary, pool, calendar year, provider, payee and payer
-- key:    beneficiary_key, pool, calendar_year, provider_npi, payee_npi, payer_name
-- units:  lines and kx_lines count final service lines
-- source: ledger.accruing_line, ledger.service_line, ledger.claim_payment

select
    service_line.beneficiary_key,
    accruing_line.pool,
    accruing_line.calendar_year,
    service_line.provider_npi,
    service_line.payee_npi,
    claim_payment.payer_name,
    count(*) as lines,
    count(case when accruing_line.has_kx then 1 end) as kx_lines,
    min(accruing_line.service_date) as first_service_date,
    max(accruing_line.service_date) as last_service_date
from ledger.accruing_line
inner join ledger.service_line
    on accruing_line.line_place = service_line.line_place
inner join ledger.claim_payment
    on service_line.claim_place = claim_payment.claim_place
group by
    service_line.beneficiary_key,
    accruing_line.pool,
    accruing_line.calendar_year,
    service_line.provider_npi,
    service_line.payee_npi,
    claim_payment.payer_name
