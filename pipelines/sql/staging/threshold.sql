-- grain:  one row per threshold year that the user supplied
-- key:    threshold_place
-- units:  _cents are US cents; a medical review threshold that is not known is null
-- source: source.threshold

select
    threshold_place,
    file_number,
    file_sha256,
    segment_number,
    calendar_year,
    to_large_cents(kx_threshold_amount) as kx_threshold_cents,
    to_large_cents(medical_review_amount) as medical_review_cents,
    to_large_cents(alert_amount) as alert_cents,
    source as source_text
from source.threshold
