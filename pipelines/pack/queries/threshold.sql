select
    calendar_year,
    kx_threshold_cents,
    medical_review_cents,
    alert_cents,
    source,
    reviewed_date
from mart.threshold
order by calendar_year
