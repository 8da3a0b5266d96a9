-- grain:  one row per clinic and calendar year with lines that accrue
-- key:    payee_npi, calendar_year
-- units:  missing_months counts calendar months; the running amounts of an uncovered year are lower bounds
-- source: ledger.clinic_year, ledger.claim_payment

with named as (

    select
        claim_payment.payee_npi,
        arg_max(claim_payment.payee_name, claim_payment.claim_place) as payee_name
    from ledger.claim_payment
    group by claim_payment.payee_npi

)

select
    clinic_year.payee_npi,
    clinic_year.calendar_year,
    named.payee_name,
    clinic_year.lines,
    clinic_year.first_service_date,
    clinic_year.first_payment_date,
    clinic_year.first_known_date,
    clinic_year.complete_from_date,
    clinic_year.coverage_source,
    clinic_year.missing_months,
    clinic_year.first_missing_month,
    clinic_year.coverage_category,
    clinic_year.coverage_category = 'covered' as is_covered
from ledger.clinic_year
left join named
    on clinic_year.payee_npi is not distinct from named.payee_npi
