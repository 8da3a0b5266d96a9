-- grain:  one row per service line of the claim files that will accrue
-- key:    line_place
-- units:  allowed_cents is US cents: what the line is expected to be allowed, 0 where nobody knows
-- source: claim.line, ledger.expected_allowed, ledger.fee_estimate, source.check_parameter

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
