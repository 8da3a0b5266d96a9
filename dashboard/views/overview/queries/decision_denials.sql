with line as (

    select
        *,
        due_route(route_last_date, next_last_date, route_last_date, next_last_date, $today) as due_date
    from mart.denial_worklist
    where
        denial_category = 'missing_kx'
        and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)

)

select
    count(*) as open_services,
    cast(coalesce(sum(open_cents), 0) as bigint) as open_cents,
    min(due_date) as nearest_deadline,
    days_until(min(due_date), $today) as nearest_days_left,
    count(*) filter (where days_until(due_date, $today) <= $soon_days) as soon_services,
    cast(coalesce(sum(open_cents) filter (where days_until(due_date, $today) <= $soon_days), 0) as bigint)
        as soon_cents
from line
