select
    patient_id,
    pool,
    calendar_year,
    amount,
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
                    ($payee_npi is null or denial.payee_npi = $payee_npi)
                    and ($provider_npi is null or denial.provider_npi = $provider_npi)
                    and ($payer_name is null or denial.payer_name = $payer_name)
                    and ($pool is null or denial.pool = $pool)
                    and ($period_start is null or denial.first_denied_month >= $period_start)
                    and ($period_end is null or denial.first_denied_month <= $period_end)
            )
    )
order by implied_prior_use_cents desc, beneficiary_key, pool, calendar_year, as_of_date
