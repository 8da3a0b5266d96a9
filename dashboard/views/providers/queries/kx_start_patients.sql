select
    beneficiary_key,
    pool,
    calendar_year,
    payee_npi,
    provider_npi,
    order_date,
    service_date,
    remaining_cents,
    remaining_previous_cents,
    is_from_start,
    is_first_needed,
    is_after_denial,
    prior_use_grade,
    is_institutional,
    service_line_key
from mart.kx_start
where
    has_kx
    and is_chosen(calendar_year, $calendar_year)
    and is_chosen(payee_npi, $payee_npi)
    and is_chosen(provider_npi, $provider_npi)
    and ($from_cents is null or remaining_cents >= $from_cents)
    and ($to_cents is null or remaining_cents < $to_cents)
order by remaining_cents desc, calendar_year, beneficiary_key, pool
