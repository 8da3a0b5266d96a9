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
            and is_in_filters(
                denial.payee_npi, denial.provider_npi, denial.pool, denial.payer_name,
                $payee_npi, $provider_npi, $pool, $payer_name
            )
            and is_in_period(denial.first_denied_month, $period_start, $period_end)
            and is_chosen(denial.denial_category, $category)
    )
order by estimated_cents desc nulls last, denial_service_line_key, payment_date, service_line_key
