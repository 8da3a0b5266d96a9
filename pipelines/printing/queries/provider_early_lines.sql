select
    service_line_key,
    service_date,
    beneficiary_key,
    procedure_code,
    modifiers,
    allowed_cents,
    accrued_after_cents,
    kx_finding,
    payer_claim_control_number,
    patient_control_number
from mart.line
where
    provider_npi is not distinct from $provider_npi
    and kx_finding in ('early', 'early_unverified')
    and is_in_period(service_month, $period_start, $period_end)
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
order by service_date, service_line_key
