-- grain:    one row per key that occurs more than once in a table of denials
-- key:      table_name, key_value
-- units:    times counts rows
-- source:   mart.denial_link, mart.denial_deadline, mart.denial_worklist, mart.denial_explanation, mart.denial_trait,
--           mart.refund_check, mart.denial_candidate, mart.denial_kpi
-- severity: critical
-- title:    Every key is unique in its table of denials

select
    'mart.denial_link' as table_name,
    concat_ws(' ', denial_link.denial_service_line_key, denial_link.link_sequence) as key_value,
    count(*) as times
from mart.denial_link
group by denial_link.denial_service_line_key, denial_link.link_sequence
having count(*) > 1
union all
select
    'mart.denial_deadline' as table_name,
    concat_ws(' ', denial_deadline.service_line_key, denial_deadline.route_category) as key_value,
    count(*) as times
from mart.denial_deadline
group by denial_deadline.service_line_key, denial_deadline.route_category
having count(*) > 1
union all
select
    'mart.denial_worklist' as table_name,
    denial_worklist.service_line_key as key_value,
    count(*) as times
from mart.denial_worklist
group by denial_worklist.service_line_key
having count(*) > 1
union all
select
    'mart.denial_explanation' as table_name,
    denial_explanation.service_line_key as key_value,
    count(*) as times
from mart.denial_explanation
group by denial_explanation.service_line_key
having count(*) > 1
union all
select
    'mart.denial_trait' as table_name,
    concat_ws(' ', denial_trait.service_line_key, denial_trait.cause_dimension) as key_value,
    count(*) as times
from mart.denial_trait
group by denial_trait.service_line_key, denial_trait.cause_dimension
having count(*) > 1
union all
select
    'mart.refund_check' as table_name,
    refund_check.service_line_key as key_value,
    count(*) as times
from mart.refund_check
group by refund_check.service_line_key
having count(*) > 1
union all
select
    'mart.denial_candidate' as table_name,
    concat_ws(' ', denial_candidate.denial_service_line_key, denial_candidate.service_line_key) as key_value,
    count(*) as times
from mart.denial_candidate
group by denial_candidate.denial_service_line_key, denial_candidate.service_line_key
having count(*) > 1
union all
select
    'mart.denial_kpi' as table_name,
    concat_ws(' ', denial_kpi.measure_name, denial_kpi.kpi_month) as key_value,
    count(*) as times
from mart.denial_kpi
group by denial_kpi.measure_name, denial_kpi.kpi_month
having count(*) > 1
