-- grain:  one row per service line of the claim files that will accrue, and per account that a replacing claim reverses
-- key:    line_place
-- units:  allowed_cents is US cents: what the line is expected to be allowed, 0 where nobody knows; of a reversal minus
--         what its original was allowed
-- source: claim.line, claim.replaced_amount, ledger.expected_allowed, ledger.fee_estimate, source.check_parameter

with account as (

    select distinct
        line.file_number,
        line.account_patient_number,
        line.pool,
        line.calendar_year,
        line.account_ordinal
    from claim.line
    where line.account_ordinal is not null

)

select
    line.line_place,
    line.claim_place,
    line.account_ordinal,
    line.payee_npi,
    line.service_date,
    line.has_kx,
    check_parameter.order_date,
    cast(0 as bigint) as payment_rank,
    false as is_denied,
    coalesce(expected_allowed.expected_allowed_cents, fee_estimate.fee_schedule_cents, 0) as allowed_cents
from claim.line
cross join source.check_parameter
left join ledger.expected_allowed
    on line.line_place = expected_allowed.line_place
left join ledger.fee_estimate
    on line.line_place = fee_estimate.line_place
where line.account_ordinal is not null
union all
-- lines stand on even places, so a reversal goes right before the first line of its claim
select
    replaced_amount.line_place - 1 as line_place,
    replaced_amount.claim_place,
    account.account_ordinal,
    cast(null as varchar) as payee_npi,
    cast(null as date) as service_date,
    false as has_kx,
    check_parameter.order_date,
    cast(0 as bigint) as payment_rank,
    false as is_denied,
    -replaced_amount.amount_cents as allowed_cents
from claim.replaced_amount
inner join account
    on
        replaced_amount.file_number = account.file_number
        and replaced_amount.account_patient_number = account.account_patient_number
        and replaced_amount.pool = account.pool
        and replaced_amount.calendar_year = account.calendar_year
cross join source.check_parameter
where not replaced_amount.is_pending
