select
    denial_service_line_key,
    candidate_category,
    state,
    denied_procedure_code,
    denied_units,
    estimated_cents,
    payment_date,
    days_after_denial,
    payer_claim_control_number,
    line_number,
    procedure_code,
    modifiers,
    paid_units,
    charge_cents,
    allowed_cents,
    payee_npi,
    provider_npi,
    service_line_key
from mart.denial_candidate
where
    denial_service_line_key in (
        select denial.service_line_key
        from mart.denial
        where
            denial.is_loss
            and ($payee_npi is null or denial.payee_npi = $payee_npi)
            and ($provider_npi is null or denial.provider_npi = $provider_npi)
            and ($payer_name is null or denial.payer_name = $payer_name)
            and ($pool is null or denial.pool = $pool)
            and ($period_start is null or denial.first_denied_month >= $period_start)
            and ($period_end is null or denial.first_denied_month <= $period_end)
            and ($category is null or denial.denial_category = $category)
    )
order by estimated_cents desc nulls last, denial_service_line_key, payment_date, service_line_key
