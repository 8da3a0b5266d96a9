-- grain:  one row per service line that was read, whatever became of its claim payment
-- key:    line_place
-- units:  _cents are US cents (negative in a reversal); paid_cents is SVC03 less the line's share of claim-level
--         adjustments; paid_units are units of service
-- source: staging.service_line, staging.claim_payment, ledger.claim_share, ledger.line_adjustment, ledger.line_denial,
--         ledger.modifier_set, reference.claim_status, reference.facility_type, reference.rule_parameter

with rate as (

    select
        max(
            case when rule_parameter.parameter_name = 'assistant_from_year' then rule_parameter.parameter_value end
        ) as assistant_from_year,
        max(
            case
                when rule_parameter.parameter_name = 'assistant_payment_percent' then rule_parameter.parameter_value
            end
        ) as assistant_payment_percent,
        max(
            case when rule_parameter.parameter_name = 'coinsurance_multiple' then rule_parameter.parameter_value end
        ) as coinsurance_multiple
    from reference.rule_parameter

),

claim_part as (

    select
        claim_share.line_place,
        cast(sum(claim_share.share_cents) as bigint) as share_cents
    from ledger.claim_share
    group by claim_share.line_place

),

summed as (

    select
        service_line.line_place,
        service_line.claim_place,
        service_line.segment_number,
        service_line.line_number,
        service_line.procedure_code,
        service_line.modifiers,
        service_line.line_item_control_number,
        service_line.rendering_npi,
        service_line.charge_cents,
        service_line.reported_allowed_cents,
        service_line.is_export,
        service_line.paid_units,
        service_line.submitted_units,
        modifier_set.modifier_list,
        modifier_set.is_assistant,
        line_denial.denial_group_code,
        line_denial.denial_reason_code,
        line_denial.denial_category,
        line_denial.is_missing_attestation,
        coalesce(line_adjustment.has_patient_share, false) as has_patient_share,
        coalesce(line_adjustment.deductible_cents, 0) as deductible_cents,
        coalesce(line_adjustment.coinsurance_cents, 0) as coinsurance_cents,
        coalesce(line_adjustment.copayment_cents, 0) as copayment_cents,
        coalesce(line_adjustment.sequestration_cents, 0) as sequestration_cents,
        coalesce(claim_status.is_secondary, false) as is_secondary,
        coalesce(facility_type.is_paid_at_cost, false) as is_paid_at_cost,
        coalesce(service_line.service_date, service_line.service_start_date, claim_payment.statement_from_date)
            as used_service_date,
        service_line.paid_cents - coalesce(claim_part.share_cents, 0) as paid_cents
    from staging.service_line
    inner join staging.claim_payment
        on service_line.claim_place = claim_payment.claim_place
    inner join ledger.modifier_set
        on service_line.modifiers = modifier_set.modifiers
    left join claim_part
        on service_line.line_place = claim_part.line_place
    left join ledger.line_adjustment
        on service_line.line_place = line_adjustment.line_place
    left join ledger.line_denial
        on service_line.line_place = line_denial.line_place
    left join reference.claim_status
        on claim_payment.claim_status_code = claim_status.claim_status_code
    left join reference.facility_type
        on claim_payment.facility_type_code = facility_type.facility_type_code

),

judged as (

    select
        summed.*,
        coalesce(
            summed.charge_cents > 0
            and summed.paid_cents = 0
            and summed.denial_reason_code is not null
            and not summed.has_patient_share,
            false
        ) as is_denied,
        summed.paid_cents
        + summed.deductible_cents
        + summed.coinsurance_cents
        + summed.copayment_cents
        + summed.sequestration_cents as added_up_cents,
        summed.is_assistant and year(summed.used_service_date) >= rate.assistant_from_year as is_paid_as_assistant,
        rate.assistant_payment_percent,
        rate.coinsurance_multiple
    from summed
    cross join rate

),

based as (

    select
        judged.*,
        case
            when judged.is_denied then 'denied'
            when judged.is_secondary then 'secondary'
            when judged.reported_allowed_cents is not null and judged.is_export then 'export'
            when judged.reported_allowed_cents is not null then 'amt_b6'
            when judged.is_paid_at_cost then 'cost'
            else 'derived'
        end as allowed_basis
    from judged

)

select
    line_place,
    claim_place,
    segment_number,
    line_number,
    procedure_code,
    modifiers,
    line_item_control_number,
    rendering_npi,
    used_service_date,
    modifier_list,
    charge_cents,
    paid_cents,
    is_denied,
    denial_group_code,
    denial_reason_code,
    denial_category,
    is_missing_attestation,
    case
        when is_denied and coalesce(submitted_units, paid_units, 0) = 0 then 1
        when is_denied then coalesce(submitted_units, paid_units)
        else coalesce(paid_units, 1)
    end as paid_units,
    allowed_basis,
    reported_allowed_cents,
    case
        when allowed_basis = 'denied' then 0
        when allowed_basis in ('export', 'amt_b6') then reported_allowed_cents
        when allowed_basis in ('secondary', 'cost') or not coalesce(is_paid_as_assistant, false) then added_up_cents
        when coinsurance_cents <> 0 then deductible_cents + coinsurance_multiple * coinsurance_cents
        else
            deductible_cents
            + divide_half_up(100 * (paid_cents + sequestration_cents), assistant_payment_percent)
    end as allowed_cents
from based
