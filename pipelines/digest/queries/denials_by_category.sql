select
    denial_category,
    count(*) filter (where first_denied_date >= $month_start) as denied_services,
    cast(
        coalesce(sum(expected_allowed_cents) filter (where first_denied_date >= $month_start), 0) as bigint
    ) as denied_cents,
    count(*) filter (where first_denied_date < $month_start) as services_before,
    cast(
        coalesce(sum(expected_allowed_cents) filter (where first_denied_date < $month_start), 0) as bigint
    ) as cents_before
from mart.denial
where
    first_denied_date between $previous_start and $month_end
    and state <> 'duplicate'
group by denial_category
order by denied_cents desc, denied_services desc, denial_category
