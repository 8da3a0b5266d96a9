-- the newest date of service in the pools, and whether it is too old for anybody to be an open patient
with newest as (
    select max(time_account.last_service_date) as newest_service_date
    from mart.time_account
    where $pool is null or time_account.pool = $pool
)

select
    newest.newest_service_date,
    build_info.data_through_date,
    date_diff('day', newest.newest_service_date, build_info.data_through_date) as days,
    coalesce(
        date_diff('day', newest.newest_service_date, build_info.data_through_date) >= rule_parameter.parameter_value,
        true
    ) as is_late
from newest
cross join mart.build_info
inner join mart.rule_parameter
    on rule_parameter.parameter_name = 'open_patient_days'
