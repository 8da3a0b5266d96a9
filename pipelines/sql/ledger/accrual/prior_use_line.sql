-- grain:  one row per allowed line, reversed or not, of an account for which prior use was answered
-- key:    line_place
-- units:  allowed_cents is US cents; Medicare counts the line from counted_from_date to before uncounted_date
-- source: ledger.prior_use_account, ledger.service_line, ledger.counted_claim

with answered as (

    select distinct
        prior_use_account.account_ordinal,
        prior_use_account.beneficiary_ordinal,
        prior_use_account.pool,
        prior_use_account.calendar_year
    from ledger.prior_use_account

)

select
    service_line.line_place,
    answered.account_ordinal,
    service_line.allowed_cents,
    service_line.payment_date as paid_date,
    counted_claim.received_by_date,
    counted_claim.counted_from_date,
    counted_claim.uncounted_date
from answered
inner join ledger.service_line
    on
        answered.beneficiary_ordinal = service_line.beneficiary_ordinal
        and answered.pool = service_line.pool
        and answered.calendar_year = service_line.calendar_year
inner join ledger.counted_claim
    on service_line.claim_place = counted_claim.claim_place
where not service_line.is_denied
