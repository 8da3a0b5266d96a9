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
    provider_npi = $provider_npi
    and kx_finding in ('early', 'early_unverified')
    and ($period_start is null or service_month >= $period_start)
    and ($period_end is null or service_month <= $period_end)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($pool is null or pool = $pool)
    and ($payer_name is null or payer_name = $payer_name)
order by service_date, service_line_key
