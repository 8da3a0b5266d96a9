select
    offender_number,
    offender
from mart.check_offender
where check_name = $check_name
order by offender_number
