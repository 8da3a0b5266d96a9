select
    service_line_key,
    beneficiary_key,
    provider_npi,
    payee_npi,
    payer_name,
    pool,
    service_date,
    procedure_code,
    modifiers,
    has_kx,
    first_denied_date,
    first_denied_month,
    last_denied_date,
    times_denied,
    adjustment_group_code,
    adjustment_reason_code,
    denial_category,
    state,
    charge_cents,
    expected_allowed_cents,
    recovered_expected_cents,
    open_cents,
    expired_cents,
    reopening_deadline,
    days_left,
    recovered_date,
    recovered_allowed_cents,
    days_to_recover,
    payer_claim_control_number,
    patient_control_number
from mart.denial
where
    case
        when denial_category = 'signed_notice' then $state in ('signed_notice')
        else $state is null or state = $state or (state <> 'duplicate' and $state in ('counted'))
    end
    and ($month is null or first_denied_month = $month)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($payer_name is null or payer_name = $payer_name)
    and ($pool is null or pool = $pool)
    and ($period_start is null or first_denied_month >= $period_start)
    and ($period_end is null or first_denied_month <= $period_end)
    and (
        $category is null
        or denial_category = $category
        or (denial_category = 'signed_notice' and $category in ('missing_kx'))
    )
order by
    case state when 'open' then 1 when 'expired' then 2 when 'recovered' then 3 else 4 end,
    reopening_deadline,
    service_line_key
