select
    calendar_year,
    kx_threshold_cents,
    medical_review_cents,
    alert_cents,
    source,
    reviewed_date
from mart.threshold
where
    ($first_year is null or calendar_year >= $first_year)
    and ($last_year is null or calendar_year <= $last_year)
order by calendar_year
