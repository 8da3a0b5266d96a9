-- grain:  one row per service line of a claim payment that counts, was reversed, or reverses others
-- key:    service_line_key
-- units:  _cents are US cents (negative in a reversal); paid_units are units of service
-- source: ledger.line_amount, ledger.claim_payment, ledger.modifier_set, reference.rule_parameter

with rule as (

    select rule_parameter.parameter_value as accrual_from_year
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'accrual_from_year'

),

judged as (

    select
        line_amount.line_place,
        line_amount.claim_place,
        line_amount.segment_number,
        line_amount.line_number,
        line_amount.procedure_code,
        line_amount.modifiers,
        line_amount.line_item_control_number,
        line_amount.used_service_date,
        line_amount.charge_cents,
        line_amount.paid_cents,
        line_amount.is_denied,
        line_amount.denial_group_code,
        line_amount.denial_reason_code,
        line_amount.denial_category,
        line_amount.is_missing_attestation,
        line_amount.paid_units,
        line_amount.allowed_basis,
        line_amount.allowed_cents,
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
        coalesce(line_amount.rendering_npi, claim_payment.rendering_npi, claim_payment.payee_npi) as provider_npi,
        year(line_amount.used_service_date) as calendar_year,
        modifier_set.discipline,
        modifier_set.has_kx,
        modifier_set.is_assistant,
        modifier_set.has_notice,
        case
            when
                claim_payment.is_accruing_claim and claim_payment.claim_category <> 'reversal'
                and year(line_amount.used_service_date) >= rule.accrual_from_year
                then modifier_set.pool
        end as pool
    from ledger.line_amount
    inner join ledger.claim_payment
        on line_amount.claim_place = claim_payment.claim_place
    inner join ledger.modifier_set
        on line_amount.modifiers = modifier_set.modifiers
    cross join rule
    where claim_payment.claim_category in ('effective', 'taken_back', 'reversal')

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
    -- a signed notice (GA) lets the patient be charged; with KX the patient's need is attested instead
    case
        when is_denied and is_missing_attestation and pool is not null and not has_kx and has_notice
            then 'signed_notice'
        when is_denied and is_missing_attestation and pool is not null and not has_kx then 'missing_kx'
        when is_denied then denial_category
    end as denial_category,
    paid_units,
    allowed_basis,
    allowed_cents
from judged
