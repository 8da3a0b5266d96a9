select
    count(*) as open_services,
    cast(coalesce(sum(expected_allowed_cents), 0) as bigint) as open_cents,
    count(*) filter (where reopening_deadline <= $next_month_end) as soon_services,
    cast(
        coalesce(sum(expected_allowed_cents) filter (where reopening_deadline <= $next_month_end), 0) as bigint
    ) as soon_cents
from mart.denial
where
    denial_category = 'missing_kx'
    and first_denied_date <= $month_end
    and reopening_deadline >= $month_end
    and (recovered_date is null or recovered_date > $month_end)
