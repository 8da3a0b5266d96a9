select
    service_line_key,
    beneficiary_key,
    pool,
    calendar_year,
    service_date,
    received_date,
    order_date,
    first_denied_date,
    state,
    kx_threshold_cents,
    expected_allowed_cents,
    received_before_cents,
    served_before_cents,
    prior_use_cents,
    received_between_lines,
    received_between_cents,
    over_threshold_cents,
    explained_by,
    implied_prior_use_cents
from mart.denial_explanation
where
    service_line_key in (
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
order by implied_prior_use_cents desc nulls last, over_threshold_cents, service_line_key
