select
    state,
    count(*) as services,
    cast(coalesce(sum(expected_allowed_cents), 0) as bigint) as expected_cents
from mart.denial
where
    is_loss
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_in_period(first_denied_month, $period_start, $period_end)
    and is_chosen(denial_category, $category)
group by state
order by case state when 'expired' then 1 when 'open' then 2 else 3 end
