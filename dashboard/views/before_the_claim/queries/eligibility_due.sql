select
    beneficiary_key,
    pool,
    calendar_year,
    payee_npi,
    due_category,
    last_checked_date,
    checked_days,
    prior_use_grade,
    accrued_cents,
    left_cents,
    last_service_date,
    service_type_code
from mart.eligibility_due
where
    is_chosen(pool, $pool)
    and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, $payer_name)
order by
    left_cents is not null,
    left_cents < 0,
    abs(left_cents),
    beneficiary_key,
    pool
