select
    count(*) filter (where state = 'open') as open_services,
    cast(coalesce(sum(open_cents), 0) as bigint) as open_cents,
    min(reopening_deadline) filter (where state = 'open') as nearest_deadline,
    min(days_until(reopening_deadline, $today)) filter (where state = 'open') as nearest_days_left,
    count(*) filter (where state = 'open' and days_until(reopening_deadline, $today) between 0 and $soon_days)
        as soon_services,
    cast(
        coalesce(
            sum(open_cents) filter (where days_until(reopening_deadline, $today) between 0 and $soon_days), 0
        ) as bigint
    ) as soon_cents
from mart.denial
where
    denial_category = 'missing_kx'
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
