select
    beneficiary_key,
    service_date,
    procedure_code,
    documented_units,
    billed_units,
    provider_npi,
    service_line_key,
    file_name,
    segment_number
from mart.documented_service
where
    is_chosen(documentation_category, $documentation_category)
    and is_in_period(cast(date_trunc('month', service_date) as date), $period_start, $period_end)
    and is_chosen(payee_npi, $payee_npi)
    and is_chosen(provider_npi, $provider_npi)
order by
    service_date desc,
    beneficiary_key,
    procedure_code
