select
    cast(date_trunc('month', coalesce(first_service_date, data_through_date)) as date) as first_month,
    cast(date_trunc('month', data_through_date) as date) as last_month
from mart.build_info
