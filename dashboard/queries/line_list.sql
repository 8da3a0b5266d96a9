select
    service_line_key,
    service_date,
    beneficiary_key,
    patient_control_number,
    payment_date,
    procedure_code,
    modifiers,
    has_kx,
    kx_position,
    kx_finding,
    allowed_cents,
    accrued_after_cents,
    is_denied,
    provider_npi,
    payer_claim_control_number,
    line_number,
    file_name,
    segment_number
from mart.line
where
    pool is not null
    and is_in_period(service_month, $period_start, $period_end)
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_chosen(beneficiary_key, $beneficiary_key)
    and is_chosen(service_month, $service_month)
    and is_chosen(has_kx, $has_kx)
    and ($position is null or case when kx_position = 'below' then 'below' else 'over' end = $position)
    and is_chosen(kx_finding, $kx_finding)
    and ($is_starting is null or $is_starting = is_starting_in(beneficiary_key, $service_month))
    and ($is_judged is null or $is_judged = is_judged_account(beneficiary_key, pool, calendar_year))
    and ($is_early is null or (kx_finding in ('early', 'early_unverified')) = $is_early)
    and (
        $is_far is null
        or $is_far = (
            accrued_after_cents < (
                select threshold.alert_cents
                from mart.threshold
                where threshold.calendar_year = year(line.service_date)
            )
        )
    )
order by service_date, payment_date, file_name, segment_number, service_line_key
limit $page_rows offset $offset_rows
