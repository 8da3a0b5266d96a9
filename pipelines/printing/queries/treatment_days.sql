select distinct service_date
from mart.line
where beneficiary_key = $beneficiary_key and pool = $pool and calendar_year = $calendar_year
order by service_date
