select
    concat_ws('-', beneficiary_key, pool, calendar_year) as account_key,
    beneficiary_key,
    pool,
    calendar_year,
    denied_missing_lines,
    coalesce(
        (
            select cast(sum(denial.open_cents) as bigint)
            from mart.denial
            where
                denial.denial_category = 'missing_kx'
                and denial.beneficiary_key = threshold_crossing.beneficiary_key
                and denial.pool = threshold_crossing.pool
                and denial.calendar_year = threshold_crossing.calendar_year
        ), 0
    ) as open_cents,
    last_missing_denied_date,
    last_service_date,
    days_until($today, last_service_date) as days_since,
    accrued_cents,
    kx_threshold_cents,
    prior_use_grade,
    kx_crossing_date
from mart.threshold_crossing
where
    order_basis = 'received'
    and needs_kx_now
    and is_chosen(pool, $pool)
    and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, $payer_name)
order by last_service_date desc, open_cents desc, account_key
