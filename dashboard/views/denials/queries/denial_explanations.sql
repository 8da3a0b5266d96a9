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
            is_in_filters(
                denial.payee_npi, denial.provider_npi, denial.pool, denial.payer_name,
                $payee_npi, $provider_npi, $pool, $payer_name
            )
            and is_in_period(denial.first_denied_month, $period_start, $period_end)
    )
order by implied_prior_use_cents desc nulls last, over_threshold_cents, service_line_key
