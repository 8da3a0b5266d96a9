select
    service_line_key,
    beneficiary_key,
    patient_control_number,
    service_date,
    procedure_code,
    modifiers,
    has_kx,
    kx_position,
    paid_units,
    allowed_cents,
    paid_cents,
    is_denied,
    payee_npi,
    payer_claim_control_number,
    file_name,
    segment_number
from mart.line
where
    pool is not null
    and provider_npi = $provider_npi
    and is_in_period(service_month, $period_start, $period_end)
    and is_chosen(is_cbr_line, $is_cbr_line)
    and is_chosen(has_kx, $has_kx)
    and is_chosen(is_denied, $is_denied)
    and (
        $was_denied is null
        or (is_denied and denial_category <> 'duplicate')
        or service_line_key in (
            select denial.recovered_service_line_key
            from mart.denial
            where denial.state = 'recovered'
        )
    )
    and ($is_over_and_paid is null or (kx_position <> 'below' and paid_cents > 0) = $is_over_and_paid)
order by service_date, file_name, segment_number, service_line_key
limit $page_rows offset $offset_rows
