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
    days_until($today, data_through_date) as age_days,
    -- nothing was paid by the end of the month before: there is no earlier month to compare with
    coalesce(
        (select min(payment.payment_date) from mart.payment) > previous_month_end_date, false
    ) as is_first_month,
    -- what was billed before the first payment is here in part only
    greatest(first_service_date, (select min(payment.payment_date) from mart.payment)) as trend_start_date
from mart.build_info
