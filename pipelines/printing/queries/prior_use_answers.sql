select
    as_of_date,
    used_cents,
    prior_use_cents,
    prior_use_grade,
    file_name,
    segment_number
from mart.prior_use_answer
where beneficiary_key = $beneficiary_key and pool = $pool and calendar_year = $calendar_year
order by as_of_date desc, file_name, segment_number
