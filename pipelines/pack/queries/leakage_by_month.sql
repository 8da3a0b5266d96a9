select
    first_denied_month,
    denial_category,
    denied_services,
    expected_allowed_cents,
    recovered_cents,
    open_cents,
    expired_cents
from mart.leakage_by_month
where first_denied_month between $year_before and $month_start
order by first_denied_month, denial_category
