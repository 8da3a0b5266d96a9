select
    build_info.data_through_date,
    build_info.practice_name,
    build_info.is_synthetic,
    build_info.version,
    build_info.reference_version,
    least(min(payment.payment_date), build_info.first_service_date) as first_date
from mart.build_info
left join mart.payment
    on build_info.data_through_date >= payment.payment_date
group by
    build_info.data_through_date,
    build_info.practice_name,
    build_info.is_synthetic,
    build_info.version,
    build_info.reference_version,
    build_info.first_service_date
