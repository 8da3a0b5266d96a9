select
    check_name,
    title,
    severity,
    is_passed,
    offenders
from mart.check_result
order by is_passed, severity, check_name
