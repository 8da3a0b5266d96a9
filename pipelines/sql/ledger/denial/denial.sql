-- grain:  one row per service that was denied, however often
-- key:    service_place
-- units:  _cents are US cents; age_days counts from the first denial to the data-through date
-- source: ledger.denied_service, ledger.service_line, ledger.claim_payment, ledger.expected_allowed, ledger.scope,
--         ledger.denial_remark, ledger.fee_estimate, reference.rule_parameter

with rule as (

    select
        max(
            case when rule_parameter.parameter_name = 'reopening_years' then rule_parameter.parameter_value end
        ) as reopening_years,
        max(
            case
                when rule_parameter.parameter_name = 'recovered_in_part_percent' then rule_parameter.parameter_value
            end
        ) as tolerance_percent
    from reference.rule_parameter

),

dated as (

    select
        denied_service.service_place,
        denied_service.denied_line_place,
        denied_service.recovering_line_place,
        denied_service.times_denied,
        denied_service.last_denied_date,
        denied_line.*,
        claim_payment.payer_name,
        claim_payment.claim_filing_indicator_code,
        claim_payment.is_accruing_claim,
        claim_payment.payer_claim_control_number,
        claim_payment.patient_control_number,
        expected_allowed.expected_allowed_cents,
        expected_allowed.expected_basis,
        fee_estimate.fee_schedule_cents,
        recovering_line.payment_date as recovered_date,
        recovering_line.allowed_cents as recovered_allowed_cents,
        recovering_line.service_line_key as recovered_service_line_key,
        cast(
            denied_line.payment_date + to_years(cast(rule.reopening_years as integer)) as date
        ) as reopening_deadline,
        rule.tolerance_percent,
        scope.data_through_date,
        denial_remark.remark_codes,
        coalesce(denial_remark.is_unprocessable, false) as is_unprocessable
    from ledger.denied_service
    inner join ledger.service_line as denied_line
        on denied_service.denied_line_place = denied_line.line_place
    inner join ledger.claim_payment
        on denied_line.claim_place = claim_payment.claim_place
    left join ledger.service_line as recovering_line
        on denied_service.recovering_line_place = recovering_line.line_place
    left join ledger.expected_allowed
        on denied_line.line_place = expected_allowed.line_place
    left join ledger.fee_estimate
        on denied_line.line_place = fee_estimate.line_place
    left join ledger.denial_remark
        on denied_line.line_place = denial_remark.line_place
    cross join ledger.scope
    cross join rule

),

stated as (

    select
        dated.*,
        case
            when dated.denial_category = 'duplicate' then 'duplicate'
            when dated.recovered_date is not null then 'recovered'
            when dated.data_through_date > dated.reopening_deadline then 'expired'
            else 'open'
        end as state,
        coalesce(
            100 * cast(dated.recovered_allowed_cents as hugeint)
            < (100 - dated.tolerance_percent) * cast(dated.expected_allowed_cents as hugeint),
            false
        ) as is_low
    from dated

)

select
    service_place,
    denied_line_place,
    recovering_line_place,
    service_line_key,
    claim_place,
    beneficiary_key,
    beneficiary_ordinal,
    provider_npi,
    payee_npi,
    payer_name,
    pool,
    discipline,
    service_date,
    calendar_year,
    received_date,
    order_date,
    payment_rank,
    payment_date as first_denied_date,
    last_denied_date,
    times_denied,
    procedure_code,
    modifiers,
    has_kx,
    has_notice,
    paid_units,
    is_accruing_claim,
    claim_filing_indicator_code,
    payer_claim_control_number,
    patient_control_number,
    line_number,
    line_item_control_number,
    remark_codes,
    is_unprocessable,
    denial_group_code,
    denial_reason_code,
    denial_category,
    charge_cents,
    expected_allowed_cents,
    expected_basis,
    fee_schedule_cents,
    coalesce(expected_allowed_cents, fee_schedule_cents) as estimated_cents,
    coalesce(expected_basis, case when fee_schedule_cents is not null then 'fee_schedule' end) as estimate_basis,
    state,
    -- neither a duplicate nor a line that a signed notice lets the patient be charged for
    state <> 'duplicate' and denial_category <> 'signed_notice' as is_loss,
    case when state = 'recovered' then recovered_date end as recovered_date,
    case when state = 'recovered' then recovered_allowed_cents end as recovered_allowed_cents,
    case when state = 'recovered' then recovered_service_line_key end as recovered_service_line_key,
    case when state = 'recovered' then date_diff('day', payment_date, recovered_date) end as days_to_recover,
    state = 'recovered' and is_low as is_recovered_in_part,
    reopening_deadline,
    data_through_date,
    date_diff('day', payment_date, data_through_date) as age_days
from stated
