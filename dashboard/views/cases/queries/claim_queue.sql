select
    service_line_key,
    beneficiary_key,
    payee_npi,
    provider_npi,
    payer_claim_control_number,
    patient_control_number,
    service_date,
    procedure_code,
    modifiers,
    denial_category,
    state,
    first_denied_date,
    reopening_deadline as deadline_date,
    expected_allowed_cents
from mart.denial
where
    is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and (state = 'open' or list_contains($worked_keys, service_line_key))
order by reopening_deadline, service_line_key
