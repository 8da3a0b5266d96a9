with line as (

    select
        claim_key,
        open_cents,
        due_route(route_last_date, next_last_date, route_last_date, next_last_date, $today) as due_date
    from mart.denial_worklist
    where
        is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
        and is_chosen(denial_category, $category)

)

select
    count(distinct claim_key) as claims,
    count(*) as services,
    cast(coalesce(sum(open_cents), 0) as bigint) as open_cents,
    min(due_date) as nearest_deadline,
    days_until(min(due_date), $today) as nearest_days_left
from line
