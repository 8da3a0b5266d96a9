select
    count(distinct service_date) as treatment_days,
    min(service_date) as first_service_date,
    max(service_date) as last_service_date
from mart.line
where
    beneficiary_key = $beneficiary_key
    and pool = $pool
    and extract(year from service_date) = $calendar_year
