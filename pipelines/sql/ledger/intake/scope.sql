-- grain:  one row: the dates that this build is about
-- key:    data_through_date
-- units:  dates; null in an empty home
-- source: staging.build_parameter, staging.payment

with newest as (

    select max(payment.payment_date) as newest_payment_date
    from staging.payment

)

select
    build_parameter.as_of_date,
    newest.newest_payment_date,
    coalesce(build_parameter.as_of_date, newest.newest_payment_date) as data_through_date,
    cast(
        date_trunc('month', coalesce(build_parameter.as_of_date, newest.newest_payment_date)) as date
    ) - 1 as previous_month_end_date
from staging.build_parameter
cross join newest
