select
    service_line_key,
    beneficiary_key,
    provider_npi,
    payee_npi,
    payer_name,
    pool,
    payer_claim_control_number,
    line_number,
    service_date,
    procedure_code,
    has_kx,
    first_denied_date,
    times_denied,
    adjustment_group_code,
    adjustment_reason_code,
    denial_category,
    has_notice,
    charge_cents,
    expected_allowed_cents,
    state,
    recovered_date,
    recovered_allowed_cents,
    reopening_deadline
from mart.denial
where
    first_denied_date between $month_start and $month_end
    or recovered_date between $month_start and $month_end
    or (
        first_denied_date <= $month_end
        and reopening_deadline >= $month_start
        and (recovered_date is null or recovered_date > $month_end)
    )
order by first_denied_date, service_line_key
