select
    calendar_year,
    kx_threshold_cents,
    medical_review_cents,
    alert_cents
from mart.threshold
order by calendar_year
