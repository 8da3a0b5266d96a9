-- grain:  one row per claim payment whose lines count, counted once, or reverse others
-- key:    claim_place
-- units:  dates; Medicare counts the claim payment from counted_from_date to before uncounted_date
-- source: ledger.claim_payment, reference.rule_parameter

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

)

-- a clean claim is determined some days after it was received and counts from then, at the latest from its payment;
-- without a received date it counts from some days before it was paid, and so does a reversal
select
    claim_payment.claim_place,
    coalesce(
        claim_payment.received_date, claim_payment.payment_date - cast(rule.paid_after_received_days as integer)
    ) as received_by_date,
    case
        when claim_payment.received_date is null
            then claim_payment.payment_date - cast(rule.counted_before_payment_days as integer)
        else
            least(
                claim_payment.received_date + cast(rule.counted_after_received_days as integer),
                claim_payment.payment_date
            )
    end as counted_from_date,
    claim_payment.taken_back_date - cast(rule.counted_before_payment_days as integer) as uncounted_date
from ledger.claim_payment
cross join rule
where claim_payment.claim_category in ('effective', 'taken_back', 'reversal')
