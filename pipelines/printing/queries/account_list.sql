select
    threshold_crossing.beneficiary_key,
    threshold_crossing.pool,
    threshold_crossing.calendar_year,
    threshold_crossing.status,
    threshold_crossing.is_open,
    threshold_crossing.accrued_cents,
    threshold_crossing.own_accrued_cents,
    threshold_crossing.prior_use_cents,
    threshold_crossing.prior_use_grade,
    threshold_crossing.prior_use_low_cents,
    threshold_crossing.prior_use_high_cents,
    threshold_crossing.is_prior_use_uncertain,
    threshold_crossing.kx_threshold_cents,
    threshold_crossing.medical_review_cents,
    threshold_crossing.kx_crossing_date,
    threshold_crossing.medical_review_crossing_date,
    threshold_crossing.uncovered_category,
    threshold_crossing.visits,
    threshold_crossing.lines,
    threshold_crossing.kx_lines,
    threshold_crossing.missing_lines,
    threshold_crossing.early_lines,
    threshold_crossing.early_unverified_lines,
    threshold_crossing.first_service_date,
    threshold_crossing.last_service_date,
    threshold.source as threshold_source
from mart.threshold_crossing
inner join mart.threshold
    on threshold_crossing.calendar_year = threshold.calendar_year
where
    threshold_crossing.order_basis = 'received'
    and threshold_crossing.beneficiary_key = $beneficiary_key
    and is_chosen(threshold_crossing.pool, $pool)
    and is_chosen(threshold_crossing.calendar_year, $calendar_year)
order by threshold_crossing.calendar_year desc, threshold_crossing.pool
