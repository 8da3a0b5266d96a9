with visit as (

    select
        service_date,
        is_progress_report,
        progress_report_date,
        treatment_days,
        is_report_overdue,
        plan_of_care_date,
        plan_of_care_days,
        is_plan_overdue
    from mart.documented_visit
    where
        beneficiary_key = $beneficiary_key
        and extract(year from service_date) = $calendar_year
        and case when discipline is null then $pool when discipline = 'OT' then 'OT' else 'PT_SLP' end = $pool

),

unit as (

    select count(*) as services_billed_more
    from mart.documented_service
    where
        beneficiary_key = $beneficiary_key
        and extract(year from service_date) = $calendar_year
        and documentation_category = 'billed_more'

)

select
    max(visit.service_date) as newest_visit_date,
    max_by(visit.progress_report_date, visit.service_date) as progress_report_date,
    max_by(visit.treatment_days, visit.service_date) as treatment_days_since,
    max_by(visit.is_report_overdue, visit.service_date) as is_report_overdue,
    max_by(visit.plan_of_care_date, visit.service_date) as plan_of_care_date,
    max_by(visit.plan_of_care_days, visit.service_date) as plan_of_care_days,
    max_by(visit.is_plan_overdue, visit.service_date) as is_plan_overdue,
    list_sort(list(distinct visit.service_date) filter (where visit.is_progress_report)) as report_dates,
    any_value(unit.services_billed_more) as services_billed_more
from visit
cross join unit
having count(*) > 0
