select
    service_month as trend_month,
    cast(sum(kx_lines) as bigint) as kx_lines,
    cast(sum(early_kx_lines) as bigint) as early_kx_lines
from mart.provider_beneficiary_kx
where
    service_month >= $trend_start
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
group by service_month
order by trend_month
