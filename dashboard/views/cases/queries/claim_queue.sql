-- An open service has the deadline of the claims to correct: of the route that can still be gone today.
select
    denial.service_line_key,
    denial.beneficiary_key,
    denial.payee_npi,
    denial.provider_npi,
    denial.payer_claim_control_number,
    denial.patient_control_number,
    denial.service_date,
    denial.procedure_code,
    denial.modifiers,
    denial.denial_category,
    denial.state,
    denial.first_denied_date,
    case
        when denial.state = 'open'
            then
                due_route(
                    denial_worklist.route_last_date,
                    denial_worklist.next_last_date,
                    denial_worklist.route_last_date,
                    denial_worklist.next_last_date,
                    $today
                )
        else denial.reopening_deadline
    end as deadline_date,
    denial.expected_allowed_cents
from mart.denial
left join mart.denial_worklist
    on denial.service_line_key = denial_worklist.service_line_key
where
    is_in_filters(
        denial.payee_npi, denial.provider_npi, denial.pool, denial.payer_name,
        $payee_npi, $provider_npi, $pool, $payer_name
    )
    and ((denial.state = 'open' and denial.is_loss) or list_contains($worked_keys, denial.service_line_key))
order by deadline_date nulls last, denial.service_line_key
