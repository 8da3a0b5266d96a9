select
    build_info.practice_name,
    build_info.data_through_date,
    build_info.previous_month_end_date,
    build_info.as_of_date,
    build_info.first_service_date,
    build_info.built_at,
    build_info.lines,
    build_info.version,
    build_info.reference_version,
    build_info.is_synthetic,
    build_info.batch_number,
    days_until($today, build_info.data_through_date) as age_days,
    -- nothing was paid by the end of the month before: there is no earlier month to compare with
    coalesce(build_info.first_payment_date > build_info.previous_month_end_date, false) as is_first_month,
    -- what was billed before the first payment is here in part only
    greatest(build_info.first_service_date, build_info.first_payment_date) as trend_start_date
from mart.build_info
