select
    payee_npi,
    payee_name,
    calendar_year,
    lines,
    first_service_date,
    first_payment_date,
    coverage_category,
    missing_months,
    is_covered
from mart.clinic_year
where calendar_year = year($month_start)
order by payee_npi
