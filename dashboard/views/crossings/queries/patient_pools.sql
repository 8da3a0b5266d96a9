select
    beneficiary_key,
    pool,
    calendar_year,
    status,
    is_open,
    accrued_cents,
    own_accrued_cents,
    prior_use_cents,
    prior_use_grade,
    kx_threshold_cents - accrued_cents as left_cents,
    alert_cents,
    kx_threshold_cents,
    medical_review_cents,
    kx_crossing_date,
    kx_crossing_known_date,
    kx_crossing_line_key,
    medical_review_crossing_date,
    visits,
    days_to_kx,
    visits_to_kx,
    lines,
    kx_lines,
    first_service_date,
    last_service_date
from mart.threshold_crossing
where order_basis = $order_basis and beneficiary_key = $beneficiary_key
order by calendar_year desc, pool
