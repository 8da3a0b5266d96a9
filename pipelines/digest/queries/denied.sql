select
    count(*) filter (where first_denied_date between $month_start and $month_end) as denied_services,
    cast(
        coalesce(
            sum(expected_allowed_cents) filter (where first_denied_date between $month_start and $month_end), 0
        ) as bigint
    ) as denied_cents,
    count(*) filter (where recovered_date between $month_start and $month_end) as recovered_services,
    cast(
        coalesce(
            sum(expected_allowed_cents) filter (where recovered_date between $month_start and $month_end), 0
        ) as bigint
    ) as recovered_cents,
    count(*) filter (
        where state = 'expired' and reopening_deadline between $month_start and $month_end
    ) as expired_services,
    cast(
        coalesce(
            sum(expected_allowed_cents) filter (
                where state = 'expired' and reopening_deadline between $month_start and $month_end
            ),
            0
        ) as bigint
    ) as expired_cents
from mart.denial
where denial_category = 'missing_kx'
