-- grain:  one row per finding: a service line of the claim files and a rule that it breaks
-- key:    line_place, rule_name
-- units:  _cents are US cents; before and after are the running amount, other providers included
-- source: claim.broken_rule, claim.line, claim.long_day, claim.documentation_fault, claim.minute_fault, claim.account,
--         ledger.therapy_accrual, ledger.threshold, reference.claim_rule

-- Decision 0139.

select
    line.line_place,
    line.file_number,
    line.segment_number,
    line.patient_control_number,
    line.line_number,
    broken_rule.rule_name,
    claim_rule.severity,
    claim_rule.title,
    claim_rule.sentence,
    claim_rule.advice,
    claim_rule.source,
    line.service_date,
    line.procedure_code,
    line.modifiers,
    line.claim_frequency_code,
    line.place_of_service_code,
    cast(long_day.day_minutes // 60 as bigint) as day_hours,
    documentation_fault.treatment_days,
    documentation_fault.plan_of_care_days,
    cast(minute_fault.day_units as bigint) as day_units,
    minute_fault.documented_minutes,
    cast(minute_fault.supported_units as bigint) as supported_units,
    line.pool,
    line.calendar_year,
    account.own_accrued_cents,
    account.submitted_cents,
    account.elsewhere_cents,
    account.prior_use_grade,
    therapy_accrual.kx_position,
    therapy_accrual.accrued_before_cents as before_cents,
    therapy_accrual.accrued_after_cents as after_cents,
    threshold.kx_threshold_cents,
    -- as for providers: far is where not even the alert amount is reached
    case
        when broken_rule.rule_name <> 'kx_early' then null
        when therapy_accrual.accrued_after_cents < threshold.alert_cents then 'far'
        else 'near'
    end as kx_distance
from claim.broken_rule
inner join claim.line
    on broken_rule.line_place = line.line_place
inner join reference.claim_rule
    on broken_rule.rule_name = claim_rule.rule_name
left join claim.long_day
    on line.line_place = long_day.line_place
left join claim.documentation_fault
    on
        broken_rule.line_place = documentation_fault.line_place
        and broken_rule.rule_name = documentation_fault.rule_name
left join claim.minute_fault
    on
        broken_rule.line_place = minute_fault.line_place
        and broken_rule.rule_name = minute_fault.rule_name
left join claim.account
    on line.account_ordinal = account.account_ordinal
left join ledger.therapy_accrual
    on
        line.line_place = therapy_accrual.line_place
        and therapy_accrual.order_basis = 'received'
left join ledger.threshold
    on line.calendar_year = threshold.calendar_year
