-- grain:  one row per prior-use answer for a beneficiary, pool and year
-- key:    prior_use_place
-- units:  used_cents is US cents, the total used everywhere
-- source: source.prior_use

select
    prior_use_place,
    file_number,
    file_sha256,
    segment_number,
    calendar_year,
    as_of_date,
    person_number(patient_id) as patient_number,
    upper(trim(pool)) as pool,
    to_large_cents(used_amount) as used_cents,
    lower(trim(grade)) as prior_use_grade
from source.prior_use
