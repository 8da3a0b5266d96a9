select
    service_line_key,
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
    denial_service_line_key in (
        select denial.service_line_key
        from mart.denial
        where
            is_in_filters(
                denial.payee_npi, denial.provider_npi, denial.pool, denial.payer_name,
                $payee_npi, $provider_npi, $pool, $payer_name
            )
            and is_in_period(denial.first_denied_month, $period_start, $period_end)
    )
order by patient_share_cents desc, service_date, service_line_key
