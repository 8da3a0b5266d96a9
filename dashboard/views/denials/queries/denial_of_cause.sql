select
    service_line_key,
    beneficiary_key,
    provider_npi,
    payee_npi,
    payer_name,
    pool,
    service_date,
    procedure_code,
    modifiers,
    has_kx,
    first_denied_date,
    first_denied_month,
    last_denied_date,
    times_denied,
    adjustment_group_code,
    adjustment_reason_code,
    denial_category,
    state,
    charge_cents,
    expected_allowed_cents,
    recovered_expected_cents,
    open_cents,
    expired_cents,
    reopening_deadline,
    days_left,
    recovered_date,
    recovered_allowed_cents,
    days_to_recover,
    payer_claim_control_number,
    patient_control_number
from mart.denial
where
    service_line_key in (
        select denial_trait.service_line_key
        from mart.denial_trait
        where denial_trait.cause_dimension = $cause_dimension and denial_trait.cause_value = $cause_value
    )
order by expected_allowed_cents desc nulls last, service_line_key
