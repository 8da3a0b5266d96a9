-- grain:  one row per service line of a claim payment that counts, was taken back, or takes back
-- key:    service_line_key
-- units:  _cents are US cents (negative in a reversal); paid_units are units of service
-- source: staging.service_line, ledger.claim_payment, ledger.line_adjustment, ledger.line_denial, ledger.modifier_set,
--         reference.rule_parameter

with rate as (

    select
        max(
            case when rule_parameter.parameter_name = 'accrual_from_year' then rule_parameter.parameter_value end
        ) as accrual_from_year,
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

dated as (

    select
        service_line.*,
        claim_payment.claim_category,
        claim_payment.taken_back_date,
        claim_payment.beneficiary_key,
        claim_payment.beneficiary_ordinal,
        claim_payment.payment_rank,
        claim_payment.payment_date,
        claim_payment.order_date,
        claim_payment.received_date,
        claim_payment.payee_npi,
        claim_payment.claim_payment_key,
        claim_payment.is_accruing_claim,
        coalesce(service_line.rendering_npi, claim_payment.rendering_npi, claim_payment.payee_npi) as provider_npi,
        coalesce(service_line.service_date, service_line.service_start_date, claim_payment.statement_from_date)
            as used_service_date
    from staging.service_line
    inner join ledger.claim_payment
        on service_line.claim_place = claim_payment.claim_place
    where claim_payment.claim_category in ('effective', 'taken_back', 'reversal')

),

judged as (

    select
        dated.*,
        year(dated.used_service_date) as calendar_year,
        modifier_set.discipline,
        modifier_set.has_kx,
        modifier_set.is_assistant,
        modifier_set.has_notice,
        line_denial.denial_group_code,
        line_denial.denial_reason_code,
        line_denial.denial_category,
        line_denial.is_missing_attestation,
        coalesce(line_adjustment.deductible_cents, 0) as deductible_cents,
        coalesce(line_adjustment.coinsurance_cents, 0) as coinsurance_cents,
        coalesce(line_adjustment.copayment_cents, 0) as copayment_cents,
        coalesce(line_adjustment.sequestration_cents, 0) as sequestration_cents,
        case
            when
                dated.is_accruing_claim and dated.claim_category <> 'reversal'
                and year(dated.used_service_date) >= rate.accrual_from_year
                then modifier_set.pool
        end as pool,
        coalesce(
            dated.charge_cents > 0
            and dated.paid_cents = 0
            and line_denial.denial_reason_code is not null
            and line_adjustment.deductible_cents is null
            and line_adjustment.coinsurance_cents is null
            and line_adjustment.copayment_cents is null,
            false
        ) as is_denied,
        modifier_set.is_assistant and year(dated.used_service_date) >= rate.assistant_from_year
            as is_paid_as_assistant,
        rate.assistant_payment_percent,
        rate.coinsurance_multiple
    from dated
    inner join ledger.modifier_set
        on dated.modifiers = modifier_set.modifiers
    left join ledger.line_adjustment
        on dated.line_place = line_adjustment.line_place
    left join ledger.line_denial
        on dated.line_place = line_denial.line_place
    cross join rate

)

select
    -- 80 bits tell a billion lines apart, and 20 letters can be read out on the telephone
    substr(md5(concat(claim_payment_key, '|', line_number)), 1, 20) as service_line_key,
    line_place,
    claim_place,
    segment_number,
    line_number,
    claim_category,
    taken_back_date,
    beneficiary_key,
    beneficiary_ordinal,
    payment_rank,
    payment_date,
    order_date,
    received_date,
    provider_npi,
    payee_npi,
    pool,
    discipline,
    used_service_date as service_date,
    calendar_year,
    procedure_code,
    modifiers,
    has_kx,
    is_assistant,
    has_notice,
    line_item_control_number,
    charge_cents,
    paid_cents,
    is_denied,
    denial_group_code,
    denial_reason_code,
    case
        when is_denied and is_missing_attestation and pool is not null and not has_kx then 'missing_kx'
        when is_denied then denial_category
    end as denial_category,
    case
        when is_denied and coalesce(submitted_units, paid_units, 0) = 0 then 1
        when is_denied then coalesce(submitted_units, paid_units)
        else coalesce(paid_units, 1)
    end as paid_units,
    case
        when is_denied then 'denied'
        when reported_allowed_cents is not null and is_export then 'export'
        when reported_allowed_cents is not null then 'amt_b6'
        else 'derived'
    end as allowed_basis,
    case
        when is_denied then 0
        when reported_allowed_cents is not null then reported_allowed_cents
        when is_paid_as_assistant and coinsurance_cents <> 0
            then deductible_cents + coinsurance_multiple * coinsurance_cents
        when is_paid_as_assistant
            then
                deductible_cents
                + divide_half_up(100 * (paid_cents + sequestration_cents), assistant_payment_percent)
        else paid_cents + deductible_cents + coinsurance_cents + copayment_cents + sequestration_cents
    end as allowed_cents
from judged
