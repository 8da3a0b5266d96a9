select
    count(*) as pairs,
    count(distinct beneficiary_key) as patients,
    count(*) filter (where kx_crossing_date is not null) as crossings,
    count(distinct beneficiary_key) filter (where kx_crossing_date is not null) as crossed_patients,
    count(*) filter (where kx_crossing_known_date > $since_date) as new_crossings,
    count(distinct beneficiary_key)
    filter (where kx_crossing_date is null and accrued_cents > kx_threshold_cents) as over_by_prior_use_patients,
    count(*) filter (where is_open) as open_pairs,
    count(*) filter (where needs_kx_now) as needs_kx_now,
    count(distinct beneficiary_key) filter (where needs_kx_now) as needs_kx_patients,
    count(*) filter (where is_open and reached_category = 'below') as open_below,
    count(*) filter (where is_open and reached_category = 'approaching') as open_approaching,
    count(distinct beneficiary_key) filter (where is_open and reached_category = 'approaching') as approaching_patients,
    count(*) filter (where is_open and reached_category in ('over_kx', 'over_medical_review')) as open_over,
    count(*) filter (where is_open and prior_use_grade = 'unknown') as open_unknown
from mart.threshold_crossing
where
    order_basis = 'received'
    and calendar_year = $calendar_year
    and is_chosen(pool, $pool)
    and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, $payer_name)
