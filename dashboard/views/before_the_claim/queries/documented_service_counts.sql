select
    documentation_category,
    count(*) as services
from mart.documented_service
where
    is_in_period(cast(date_trunc('month', service_date) as date), $period_start, $period_end)
    and is_chosen(payee_npi, $payee_npi)
    and is_chosen(provider_npi, $provider_npi)
group by documentation_category
order by documentation_category
