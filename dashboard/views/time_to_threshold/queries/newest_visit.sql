-- the newest date of service in the threshold categories, and whether it is too old for anybody to be an active patient
with newest as (

    select
        max(last_service_date) as newest_service_date,
        (select max(build_info.data_through_date) from mart.build_info) as data_through_date,
        (
            select max(rule_parameter.parameter_value)
            from mart.rule_parameter
            where rule_parameter.parameter_name = 'open_patient_days'
        ) as open_days
    from mart.time_account
    where is_chosen(pool, $pool)

)

select
    newest_service_date,
    data_through_date,
    date_diff('day', newest_service_date, data_through_date) as days,
    coalesce(date_diff('day', newest_service_date, data_through_date) >= open_days, true) as is_late
from newest
