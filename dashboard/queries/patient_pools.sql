select
    beneficiary_key,
    (
        select patient_name from mart.beneficiary
        where beneficiary.beneficiary_key = threshold_crossing.beneficiary_key
    ) as patient_name,
    (
        select patient_id from mart.beneficiary
        where beneficiary.beneficiary_key = threshold_crossing.beneficiary_key
    ) as patient_id,
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
