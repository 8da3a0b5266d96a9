select
    row_number() over (order by priority_rank) as priority_rank,
    service_line_key,
    payer_name,
    payee_npi,
    provider_npi,
    pool,
    payer_claim_control_number,
    line_number,
    procedure_code,
    modifiers,
    modifier_to_add,
    denial_category,
    adjustment_group_code,
    adjustment_reason_code,
    remark_codes,
    charge_cents,
    open_cents,
    estimated_cents,
    estimate_basis,
    likely_cents,
    recovery_ratio,
    pace_category,
    route_category,
    channel,
    route_last_date,
    days_until(route_last_date, $today) as route_days_left,
    mac_name,
    reopening_deadline,
    days_until(reopening_deadline, $today) as days_left,
    first_denied_date,
    age_days,
    times_denied,
    explained_by,
    has_notice
from mart.denial_worklist
where
    is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_in_period(date_trunc('month', first_denied_date), $period_start, $period_end)
    and is_chosen(denial_category, $category)
order by priority_rank
