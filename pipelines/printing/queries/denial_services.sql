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
    is_in_period(denial.first_denied_month, $period_start, $period_end)
    and is_in_filters(
        denial.payee_npi, denial.provider_npi, denial.pool, denial.payer_name,
        $payee_npi, $provider_npi, $pool, $payer_name
    )
    and is_chosen(denial.denial_category, $category)
order by denial_worklist.priority_rank, denial.first_denied_date, denial.service_line_key
