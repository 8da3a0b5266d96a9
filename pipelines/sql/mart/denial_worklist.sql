-- grain:  one row per open denied service without a signed notice: what a biller needs to act
-- key:    service_line_key
-- units:  _cents are US cents; priority_rank counts from 1; recovery_ratio is 0 to 1; days are days
-- source: ledger.denial, ledger.denied_claim, ledger.recovery_outlook, ledger.denial_explanation,
--         mart.denial_deadline, reference.special_modifier

-- Decision 0074.

with attestation as (

    select min(special_modifier.modifier_code) as modifier_code
    from reference.special_modifier
    where special_modifier.modifier_role = 'attestation'

),

first_route as (

    select *
    from mart.denial_deadline
    where is_first_open

)

select
    row_number() over (
        order by
            case when first_route.route_category is null then 1 else 0 end,
            recovery_outlook.likely_cents desc nulls last,
            first_route.last_date,
            denial.service_line_key
    ) as priority_rank,
    denial.service_line_key,
    denied_claim.claim_key,
    denial.payer_name,
    denial.payee_npi,
    denial.provider_npi,
    denial.pool,
    denial.payer_claim_control_number,
    denial.patient_control_number,
    denial.service_date,
    denial.line_number,
    denial.procedure_code,
    denial.modifiers,
    case
        when denial.denial_category = 'missing_kx' and not denial.has_notice then attestation.modifier_code
    end as modifier_to_add,
    denial.denial_category,
    denial.denial_group_code as adjustment_group_code,
    denial.denial_reason_code as adjustment_reason_code,
    denial.remark_codes,
    denial.charge_cents,
    coalesce(denial.expected_allowed_cents, 0) as open_cents,
    denial.estimated_cents,
    denial.estimate_basis,
    recovery_outlook.likely_cents,
    cast(recovery_outlook.now_parts - least(recovery_outlook.end_parts, recovery_outlook.now_parts) as double)
    / nullif(recovery_outlook.now_parts, 0) as recovery_ratio,
    recovery_outlook.pace_category,
    first_route.route_category,
    first_route.channel,
    first_route.last_date as route_last_date,
    first_route.days_left as route_days_left,
    first_route.mac_name,
    first_route.next_route_category,
    first_route.next_channel,
    first_route.next_last_date,
    denial.reopening_deadline,
    date_diff('day', denial.data_through_date, denial.reopening_deadline) as days_left,
    denial.first_denied_date,
    denial.age_days,
    denial.times_denied,
    denial_explanation.explained_by,
    denial.has_notice
from ledger.denial
inner join ledger.denied_claim
    on denial.service_place = denied_claim.service_place
inner join ledger.recovery_outlook
    on denial.service_place = recovery_outlook.service_place
left join first_route
    on denial.service_line_key = first_route.service_line_key
left join ledger.denial_explanation
    on denial.service_place = denial_explanation.service_place
cross join attestation
