select
    service_line_key,
    claim_key,
    beneficiary_key,
    provider_npi,
    payee_npi,
    payer_name,
    pool,
    payer_claim_control_number,
    patient_control_number,
    line_number,
    service_date,
    payment_date,
    procedure_code,
    modifiers,
    has_kx,
    adjustment_group_code,
    adjustment_reason_code,
    charge_cents,
    patient_share_cents,
    standing_category,
    state,
    recovered_date
from mart.refund_check
where
    is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_chosen(claim_key, $claim_key)
order by patient_share_cents desc, service_date, service_line_key
