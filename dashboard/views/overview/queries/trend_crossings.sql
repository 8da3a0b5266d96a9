select
    cast(date_trunc('month', kx_crossing_date) as date) as trend_month,
    count(*) as crossings
from mart.threshold_crossing
where
    order_basis = 'received'
    and kx_crossing_date >= $trend_start
    and is_chosen(pool, $pool)
    and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, $payer_name)
group by cast(date_trunc('month', kx_crossing_date) as date)
order by trend_month
