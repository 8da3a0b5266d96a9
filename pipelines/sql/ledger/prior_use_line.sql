-- grain:  one row per allowed line, reversed or not, of an account for which prior use was answered
-- key:    line_place
-- units:  allowed_cents is US cents; Medicare counts the line from counted_from_date to before uncounted_date
-- source: ledger.service_line, ledger.account, ledger.beneficiary, ledger.identity, staging.prior_use,
--         reference.rule_parameter

with rule as (

    select
        max(
            case
                when rule_parameter.parameter_name = 'counted_after_received_days' then rule_parameter.parameter_value
            end
        ) as counted_after_received_days,
        max(
            case
                when rule_parameter.parameter_name = 'counted_before_payment_days' then rule_parameter.parameter_value
            end
        ) as counted_before_payment_days,
        max(
            case
                when rule_parameter.parameter_name = 'paid_after_received_days' then rule_parameter.parameter_value
            end
        ) as paid_after_received_days
    from reference.rule_parameter

),

answered as (

    select distinct
        account.account_ordinal,
        account.beneficiary_ordinal,
        account.pool,
        account.calendar_year
    from staging.prior_use
    left join ledger.identity
        on prior_use.patient_number = identity.old_patient_number
    inner join ledger.beneficiary
        on coalesce(identity.new_patient_number, prior_use.patient_number) = beneficiary.patient_number
    inner join ledger.account
        on
            beneficiary.beneficiary_ordinal = account.beneficiary_ordinal
            and prior_use.pool = account.pool
            and prior_use.calendar_year = account.calendar_year

)

-- a clean claim is determined some days after it was received and paid from day 14 on; it counts from the former
select
    service_line.line_place,
    answered.account_ordinal,
    service_line.allowed_cents,
    service_line.payment_date as paid_date,
    coalesce(
        service_line.received_date, service_line.payment_date - cast(rule.paid_after_received_days as integer)
    ) as received_by_date,
    counted_from(
        service_line.received_date,
        service_line.payment_date,
        rule.counted_after_received_days,
        rule.counted_before_payment_days
    ) as counted_from_date,
    service_line.taken_back_date - cast(rule.counted_before_payment_days as integer) as uncounted_date
from answered
inner join ledger.service_line
    on
        answered.beneficiary_ordinal = service_line.beneficiary_ordinal
        and answered.pool = service_line.pool
        and answered.calendar_year = service_line.calendar_year
cross join rule
where not service_line.is_denied
