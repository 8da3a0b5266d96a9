select
    count(*) as accounts,
    count(*) filter (where kx_crossing_date is not null) as kx_crossings,
    count(*) filter (where medical_review_crossing_date is not null) as review_crossings,
    count(*) filter (where prior_use_grade = 'unknown') as unknown_accounts,
    count(*) filter (where prior_use_grade in ('at_least', 'implied')) as lower_bound_accounts,
    count(*) filter (where prior_use_decisive_lines > 0) as undecided_accounts,
    count(distinct beneficiary_key) filter (where is_open and reached_category = 'approaching') as approaching,
    count(distinct beneficiary_key) filter (where needs_kx_now) as needs_kx_now,
    count(distinct beneficiary_key)
    filter (where is_open and reached_category in ('over_kx', 'over_medical_review')) as active_over
from mart.threshold_crossing
where
    order_basis = 'received'
    and calendar_year = year($month_start)
