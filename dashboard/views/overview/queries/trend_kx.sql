select
    service_month as trend_month,
    cast(sum(kx_lines) as bigint) as kx_lines,
    cast(sum(early_kx_lines) as bigint) as early_kx_lines
from mart.provider_beneficiary_kx
where
    service_month >= $trend_start
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($payer_name is null or payer_name = $payer_name)
    and ($pool is null or pool = $pool)
group by service_month
order by trend_month
