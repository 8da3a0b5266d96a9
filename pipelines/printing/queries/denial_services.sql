select
    denial.service_line_key,
    denial.state,
    denial.is_loss,
    denial.denial_category,
    denial.adjustment_group_code,
    denial.adjustment_reason_code,
    denial.service_date,
    denial.procedure_code,
    denial.modifiers,
    denial.provider_npi,
    denial.payer_name,
    denial.payer_claim_control_number,
    denial.patient_control_number,
    denial.first_denied_date,
    denial.times_denied,
    denial.charge_cents,
    denial.expected_allowed_cents,
    denial.recovered_date,
    denial.recovered_allowed_cents,
    denial.reopening_deadline,
    denial_worklist.priority_rank,
    denial_worklist.modifier_to_add,
    denial_worklist.route_category,
    denial_worklist.channel,
    denial_worklist.route_last_date
from mart.denial
left join mart.denial_worklist
    on denial.service_line_key = denial_worklist.service_line_key
where
    ($period_start is null or denial.first_denied_month >= $period_start)
    and ($period_end is null or denial.first_denied_month <= $period_end)
    and ($payee_npi is null or denial.payee_npi = $payee_npi)
    and ($provider_npi is null or denial.provider_npi = $provider_npi)
    and ($pool is null or denial.pool = $pool)
    and ($payer_name is null or denial.payer_name = $payer_name)
    and ($category is null or denial.denial_category = $category)
order by denial_worklist.priority_rank, denial.first_denied_date, denial.service_line_key
