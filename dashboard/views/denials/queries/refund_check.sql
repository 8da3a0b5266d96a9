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
            ($payee_npi is null or denial.payee_npi = $payee_npi)
            and ($provider_npi is null or denial.provider_npi = $provider_npi)
            and ($payer_name is null or denial.payer_name = $payer_name)
            and ($pool is null or denial.pool = $pool)
            and ($period_start is null or denial.first_denied_month >= $period_start)
            and ($period_end is null or denial.first_denied_month <= $period_end)
    )
order by patient_share_cents desc, service_date, service_line_key
