select
    count(*) filter (where expected_allowed_cents is null) as unestimated_services,
    count(*) as denied_services
from mart.denial
where
    first_denied_date between $month_start and $month_end
    and state <> 'duplicate'
