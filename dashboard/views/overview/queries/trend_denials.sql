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
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($payer_name is null or payer_name = $payer_name)
    and ($pool is null or pool = $pool)
group by first_denied_month
order by trend_month
