select
    first_denied_month as trend_month,
    count(*) as denied_services,
    count(*) filter (where state = 'recovered') as recovered_services,
    cast(coalesce(sum(open_cents), 0) as bigint) as open_cents,
    cast(coalesce(sum(expired_cents), 0) as bigint) as expired_cents,
    cast(coalesce(sum(recovered_expected_cents), 0) as bigint) as recovered_cents
from mart.denial
where
    denial_category = 'missing_kx'
    and first_denied_month >= $trend_start
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
group by first_denied_month
order by trend_month
