select
    case_key,
    case_category,
    cause_date
from mart.review_case
where beneficiary_key = $beneficiary_key and pool = $pool and calendar_year = $calendar_year
order by case_category, case_key
