select
    count(*) as recovered_services,
    quantile_disc(days_to_recover, 0.5) as median_days,
    quantile_disc(days_to_recover, 0.9) as ninetieth_days
from mart.denial
where
    is_loss
    and state = 'recovered'
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($payer_name is null or payer_name = $payer_name)
    and ($pool is null or pool = $pool)
    and ($period_start is null or first_denied_month >= $period_start)
    and ($period_end is null or first_denied_month <= $period_end)
    and ($category is null or denial_category = $category)
