select
    count(*) as recovered_services,
    quantile_disc(days_to_recover, 0.5) as median_days,
    quantile_disc(days_to_recover, 0.9) as ninetieth_days
from mart.denial
where
    is_loss
    and state = 'recovered'
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_in_period(first_denied_month, $period_start, $period_end)
    and is_chosen(denial_category, $category)
