select
    count(*) as open_services,
    cast(coalesce(sum(expected_allowed_cents), 0) as bigint) as open_cents
from mart.denial
where
    denial_category = 'missing_kx'
    and first_denied_date <= $known_by
    and reopening_deadline >= $known_by
    and (recovered_date is null or recovered_date > $known_by)
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
