select
    procedure_code,
    count(*) as lines,
    count(*) filter (where has_kx) as kx_lines
from mart.line
where
    pool is not null
    and is_in_period(service_month, $period_start, $period_end)
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
group by procedure_code
order by lines desc, procedure_code
