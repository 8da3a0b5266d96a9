select
    count(*) as open_services,
    cast(coalesce(sum(expected_allowed_cents), 0) as bigint) as open_cents
from mart.denial
where
    denial_category = 'missing_kx'
    and first_denied_date <= $known_by
    and reopening_deadline >= $known_by
    and (recovered_date is null or recovered_date > $known_by)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($payer_name is null or payer_name = $payer_name)
    and ($pool is null or pool = $pool)
