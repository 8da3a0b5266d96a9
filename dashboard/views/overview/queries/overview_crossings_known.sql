select count(*) as crossings
from mart.threshold_crossing
where
    order_basis = 'received'
    and calendar_year = year($data_through_date)
    and kx_crossing_known_date <= $known_by
    and is_chosen(pool, $pool)
    and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, $payer_name)
