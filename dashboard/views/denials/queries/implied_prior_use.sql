select
    patient_id,
    pool,
    calendar_year,
    amount,
    implied_prior_use_cents + own_accrued_cents as total_used_cents,
    as_of_date,
    grade,
    origin,
    beneficiary_key,
    service_line_key,
    implied_prior_use_cents,
    own_accrued_cents
from mart.implied_prior_use
where
    (beneficiary_key, pool, calendar_year) in (
        select
            denial_explanation.beneficiary_key,
            denial_explanation.pool,
            denial_explanation.calendar_year
        from mart.denial_explanation
        where
            denial_explanation.explained_by = 'neither'
            and denial_explanation.service_line_key in (
                select denial.service_line_key
                from mart.denial
                where
                    is_in_filters(
                        denial.payee_npi, denial.provider_npi, denial.pool, denial.payer_name,
                        $payee_npi, $provider_npi, $pool, $payer_name
                    )
                    and is_in_period(denial.first_denied_month, $period_start, $period_end)
            )
    )
order by implied_prior_use_cents desc, beneficiary_key, pool, calendar_year, as_of_date
