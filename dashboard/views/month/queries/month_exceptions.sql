select
    check_name as exception_name,
    'check' as exception_category,
    title as words,
    offenders as exception_count
from mart.check_result
where not is_passed
union all
select
    max(file_name) as exception_name,
    'refused_file' as exception_category,
    max(reason) as words,
    1 as exception_count
from mart.file
where status = 'refused'
group by file_sha256
union all
select
    rule as exception_name,
    'excluded' as exception_category,
    replace(rule, '_', ' ') as words,
    count(*) as exception_count
from mart.set_aside
group by rule
union all
select
    payee_name as exception_name,
    'uncovered_year' as exception_category,
    cast(calendar_year as varchar) as words,
    nullif(missing_months, 0) as exception_count
from mart.clinic_year
where not is_covered and calendar_year = extract(year from cast($month_start as date))
order by exception_category, exception_name
