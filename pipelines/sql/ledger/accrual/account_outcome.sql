-- grain:  one row per account that a payment ever spoke of, with what came of it
-- key:    account_ordinal
-- units:  dates are service dates of the lines that crossed, in the order received
-- source: ledger.service_line, ledger.account, ledger.account_outlook, ledger.beneficiary, ledger.threshold,
--         ledger.crossing

-- Decision 0153.

-- also one whose claims were all reversed: on an earlier date it was as open as any other
with mentioned as (

    select distinct
        service_line.beneficiary_ordinal,
        service_line.pool,
        service_line.calendar_year,
        service_line.beneficiary_ordinal * 100000
        + service_line.calendar_year * 10
        + case when service_line.pool = 'OT' then 1 else 0 end as account_ordinal
    from ledger.service_line
    where service_line.pool is not null

)

select
    mentioned.account_ordinal,
    beneficiary.beneficiary_key,
    mentioned.pool,
    mentioned.calendar_year,
    threshold.kx_threshold_cents,
    threshold.medical_review_cents,
    coalesce(account.own_accrued_cents + account_outlook.prior_use_cents, 0) as accrued_cents,
    kx_line.service_date as kx_crossing_date,
    medical_review_line.service_date as medical_review_crossing_date
from mentioned
inner join ledger.beneficiary
    on mentioned.beneficiary_ordinal = beneficiary.beneficiary_ordinal
left join ledger.account
    on mentioned.account_ordinal = account.account_ordinal
left join ledger.account_outlook
    on mentioned.account_ordinal = account_outlook.account_ordinal
left join ledger.threshold
    on mentioned.calendar_year = threshold.calendar_year
left join ledger.crossing
    on
        mentioned.account_ordinal = crossing.account_ordinal
        and crossing.order_basis = 'received'
left join ledger.service_line as kx_line
    on crossing.kx_line_place = kx_line.line_place
left join ledger.service_line as medical_review_line
    on crossing.medical_review_line_place = medical_review_line.line_place
