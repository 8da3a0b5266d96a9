select
    service_line_key,
    claim_key,
    line_number,
    service_date,
    procedure_code,
    modifiers,
    modifier_to_add,
    open_cents,
    estimate_basis,
    likely_cents,
    recovery_ratio,
    pace_category,
    estimated_cents,
    denial_category,
    adjustment_group_code,
    adjustment_reason_code,
    remark_codes,
    due_route(route_last_date, next_last_date, route_category, next_route_category, $today) as route_category,
    due_route(route_last_date, next_last_date, route_last_date, next_last_date, $today) as route_last_date,
    mac_name,
    has_notice,
    charge_cents,
    first_denied_date,
    times_denied,
    reopening_deadline as deadline_date,
    provider_npi
from mart.denial_worklist
where
    is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_chosen(denial_category, $category)
    and is_chosen(claim_key, $claim_key)
order by claim_key, line_number, service_line_key
