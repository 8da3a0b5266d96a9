-- grain:  one row per service that was denied, however often
-- key:    service_line_key
-- units:  _cents are US cents; days_to_recover and days_left are days
-- source: ledger.denied_service, ledger.service_line, ledger.claim_payment, ledger.expected_allowed, ledger.scope,
--         reference.rule_parameter

with deadline_rule as (

    select rule_parameter.parameter_value as reopening_years
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'reopening_years'

),

dated as (

    select
        denied_service.times_denied,
        denied_service.last_denied_date,
        denied_line.*,
        claim_payment.payer_name,
        claim_payment.claim_filing_indicator_code,
        claim_payment.payer_claim_control_number,
        claim_payment.patient_control_number,
        expected_allowed.expected_allowed_cents,
        expected_allowed.expected_basis,
        recovering_line.payment_date as recovered_date,
        recovering_line.allowed_cents as recovered_allowed_cents,
        recovering_line.service_line_key as recovered_service_line_key,
        cast(
            denied_line.payment_date + to_years(cast(deadline_rule.reopening_years as integer)) as date
        ) as reopening_deadline,
        scope.data_through_date
    from ledger.denied_service
    inner join ledger.service_line as denied_line
        on denied_service.denied_line_place = denied_line.line_place
    inner join ledger.claim_payment
        on denied_line.claim_place = claim_payment.claim_place
    left join ledger.service_line as recovering_line
        on denied_service.recovering_line_place = recovering_line.line_place
    left join ledger.expected_allowed
        on denied_line.line_place = expected_allowed.line_place
    cross join ledger.scope
    cross join deadline_rule

),

stated as (

    select
        dated.*,
        case
            when dated.denial_category = 'duplicate' then 'duplicate'
            when dated.recovered_date is not null then 'recovered'
            when dated.data_through_date > dated.reopening_deadline then 'expired'
            else 'open'
        end as state
    from dated

)

select
    service_line_key,
    beneficiary_key,
    provider_npi,
    payee_npi,
    pool,
    service_date,
    procedure_code,
    has_kx,
    payment_date as first_denied_date,
    times_denied,
    denial_group_code as adjustment_group_code,
    denial_reason_code as adjustment_reason_code,
    denial_category,
    charge_cents,
    expected_allowed_cents,
    state,
    case when state = 'recovered' then recovered_date end as recovered_date,
    case when state = 'recovered' then recovered_allowed_cents end as recovered_allowed_cents,
    case when state = 'recovered' then date_diff('day', payment_date, recovered_date) end as days_to_recover,
    reopening_deadline,
    payer_name,
    claim_filing_indicator_code,
    calendar_year,
    cast(date_trunc('month', payment_date) as date) as first_denied_month,
    last_denied_date,
    payer_claim_control_number,
    patient_control_number,
    line_number,
    modifiers,
    expected_basis,
    case when state = 'open' then date_diff('day', data_through_date, reopening_deadline) end as days_left,
    case when state = 'recovered' then recovered_service_line_key end as recovered_service_line_key,
    case when state = 'recovered' then coalesce(expected_allowed_cents, 0) else 0 end as recovered_expected_cents,
    case when state = 'open' then coalesce(expected_allowed_cents, 0) else 0 end as open_cents,
    case when state = 'expired' then coalesce(expected_allowed_cents, 0) else 0 end as expired_cents
from stated
