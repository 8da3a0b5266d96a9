select
    service_line_key,
    beneficiary_key,
    provider_npi,
    payee_npi,
    payer_name,
    pool,
    payer_claim_control_number,
    line_number,
    service_date,
    payment_date,
    procedure_code,
    adjustment_group_code,
    adjustment_reason_code,
    charge_cents,
    patient_share_cents,
    state
from mart.refund_check
where payment_date <= $month_end
order by payment_date, service_line_key
