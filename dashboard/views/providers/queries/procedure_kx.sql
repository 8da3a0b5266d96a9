select
    procedure_code,
    count(*) as lines,
    count(*) filter (where has_kx) as kx_lines
from mart.line
where
    pool is not null
    and ($period_start is null or service_month >= $period_start)
    and ($period_end is null or service_month <= $period_end)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($pool is null or pool = $pool)
    and ($payer_name is null or payer_name = $payer_name)
group by procedure_code
order by lines desc, procedure_code
