select
    order_basis,
    line_sequence,
    service_line_key,
    order_date,
    service_date,
    accrued_before_cents,
    accrued_after_cents,
    allowed_cents,
    prior_use_cents,
    prior_use_grade,
    kx_position,
    kx_finding,
    has_kx,
    is_denied,
    prior_use_needed_cents
from mart.line_position
where
    beneficiary_key = $beneficiary_key
    and pool = $pool
    and calendar_year = $calendar_year
order by order_basis, line_sequence
