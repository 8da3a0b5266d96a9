select
    count(*) filter (where state = 'open') as open_services,
    cast(coalesce(sum(open_cents), 0) as bigint) as open_cents,
    min(reopening_deadline) filter (where state = 'open') as nearest_deadline,
    count(*) filter (where state = 'open' and days_left <= $soon_days) as soon_services,
    cast(coalesce(sum(open_cents) filter (where days_left <= $soon_days), 0) as bigint) as soon_cents
from mart.denial
where
    denial_category = 'missing_kx'
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($payer_name is null or payer_name = $payer_name)
    and ($pool is null or pool = $pool)
