-- grain:  one row per calendar year
-- key:    calendar_year
-- units:  _cents are US cents; a medical review threshold that is not known is null
-- source: ledger.threshold

select
    threshold.calendar_year,
    threshold.kx_threshold_cents,
    threshold.medical_review_cents,
    threshold.alert_cents,
    threshold.source_text as source,
    threshold.reviewed_date
from ledger.threshold
