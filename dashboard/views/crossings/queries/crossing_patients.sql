select
    beneficiary_key,
    pool,
    calendar_year,
    reached_category as status,
    needs_kx_now,
    denied_missing_lines,
    last_missing_denied_date,
    is_open,
    accrued_cents,
    own_accrued_cents,
    case when prior_use_grade <> 'unknown' then prior_use_cents end as prior_use_cents,
    prior_use_grade,
    prior_use_low_cents,
    prior_use_high_cents,
    is_prior_use_uncertain,
    uncovered_category,
    -- denied for missing KX before a line of ours crossed: over the threshold by an amount that only Medicare knows
    case
        when kx_crossing_date is not null or (prior_use_grade <> 'implied' and denied_missing_lines = 0)
            then kx_threshold_cents - accrued_cents
    end as left_cents,
    alert_cents,
    kx_threshold_cents,
    medical_review_cents,
    kx_crossing_date,
    kx_crossing_known_date,
    coalesce(kx_crossing_known_date > $since_date, false) as is_new_crossing,
    medical_review_crossing_date,
    kx_lines,
    missing_lines,
    early_lines,
    early_unverified_lines,
    lines,
    visits,
    first_service_date,
    last_service_date
from mart.threshold_crossing
where
    order_basis = 'received'
    and calendar_year = $calendar_year
    and is_chosen(pool, $pool)
    and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, $payer_name)
order by
    needs_kx_now desc,
    abs(kx_threshold_cents - accrued_cents),
    beneficiary_key,
    pool
