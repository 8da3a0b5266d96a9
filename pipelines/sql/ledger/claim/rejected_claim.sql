-- grain:  one row per claim payment with an unusable value, or that its own file repeats
-- key:    claim_place
-- units:  none
-- source: staging.finding, staging.claim_payment, ledger.line_amount, ledger.file, ledger.payment,
--         reference.claim_status, reference.rule_parameter, reference.row_rule

with earliest as (

    select rule_parameter.parameter_value as service_year
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'earliest_service_year'

),

line_fault as (

    select
        line_amount.claim_place,
        line_amount.segment_number,
        case
            when
                line_amount.charge_cents < 0 and not coalesce(claim_status.is_reversal, false)
                then 'negative_charge'
            when
                least(line_amount.allowed_cents, line_amount.reported_allowed_cents) < 0
                and not coalesce(claim_status.is_reversal, false)
                then 'negative_allowed'
            when line_amount.used_service_date is null then 'no_service_date'
            when year(line_amount.used_service_date) < earliest.service_year then 'service_date_too_early'
            when line_amount.used_service_date > payment.payment_date then 'service_date_after_payment'
        end as rule
    from ledger.line_amount
    inner join staging.claim_payment
        on line_amount.claim_place = claim_payment.claim_place
    inner join ledger.payment
        on claim_payment.payment_place = payment.payment_place
    left join reference.claim_status
        on claim_payment.claim_status_code = claim_status.claim_status_code
    cross join earliest

),

claim_fault as (

    select
        claim_payment.claim_place,
        claim_payment.segment_number,
        case
            when
                claim_payment.claim_charge_cents < 0 and not coalesce(claim_status.is_reversal, false)
                then 'negative_charge'
            when claim_payment.patient_number is null then 'no_patient_identifier'
        end as rule
    from staging.claim_payment
    left join reference.claim_status
        on claim_payment.claim_status_code = claim_status.claim_status_code

),

fault as (

    select
        finding.claim_place,
        finding.segment_number,
        finding.rule,
        finding.reason
    from staging.finding
    where finding.is_set_aside and finding.claim_place is not null
    union all
    select
        line_fault.claim_place,
        line_fault.segment_number,
        line_fault.rule,
        null as reason
    from line_fault
    where line_fault.rule is not null
    union all
    select
        claim_fault.claim_place,
        claim_fault.segment_number,
        claim_fault.rule,
        null as reason
    from claim_fault
    where claim_fault.rule is not null

),

-- the first fault in the file speaks for the claim payment; what a reader could not read comes first
ranked as (

    select
        fault.claim_place,
        fault.segment_number,
        fault.rule,
        fault.reason,
        row_number() over (
            partition by fault.claim_place
            order by fault.reason is null, fault.segment_number, fault.rule
        ) as fault_rank
    from fault

)

select
    ranked.claim_place,
    ranked.segment_number,
    ranked.rule,
    coalesce(
        ranked.reason,
        concat(
            case when file.kind = 'era_835' then 'segment ' else 'row ' end,
            ranked.segment_number,
            ': ',
            row_rule.sentence,
            ' This claim payment was set aside.'
        )
    ) as reason
from ranked
inner join staging.claim_payment
    on ranked.claim_place = claim_payment.claim_place
inner join ledger.file
    on claim_payment.file_number = file.file_number
left join reference.row_rule
    on ranked.rule = row_rule.rule
where ranked.fault_rank = 1
