select
    practice_name,
    data_through_date,
    previous_month_end_date,
    as_of_date,
    first_service_date,
    built_at,
    lines,
    version,
    reference_version,
    is_synthetic,
    batch_number,
    days_until($today, data_through_date) as age_days
from mart.build_info
