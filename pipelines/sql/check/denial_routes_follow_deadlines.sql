-- grain:    one row per route of a denied service that is open after its deadline, or one of two first routes
-- key:      service_line_key, route_category
-- units:    days_left are days
-- source:   mart.denial_deadline, mart.build_info
-- severity: critical
-- title:    A correction route is open through its deadline, and exactly one of the open routes is the first

with first_way as (

    select
        denial_deadline.service_line_key,
        count(case when denial_deadline.is_open then 1 end) as open_ways,
        count(case when denial_deadline.is_first_open then 1 end) as first_ways
    from mart.denial_deadline
    group by denial_deadline.service_line_key

)

select
    denial_deadline.service_line_key,
    denial_deadline.route_category,
    denial_deadline.last_date,
    denial_deadline.days_left,
    denial_deadline.is_open,
    first_way.first_ways
from mart.denial_deadline
inner join first_way
    on denial_deadline.service_line_key = first_way.service_line_key
cross join mart.build_info
where
    denial_deadline.is_open <> (build_info.data_through_date <= denial_deadline.last_date)
    or denial_deadline.is_open <> (denial_deadline.days_left >= 0)
    or first_way.first_ways <> case when first_way.open_ways > 0 then 1 else 0 end
