-- grain:  one row per file, patient, pool and calendar year of the claim files
-- key:    account_ordinal
-- units:  _cents are US cents; prior_use_cents is all that counts before the file: own lines and use at other providers
-- source: claim.line, ledger.known_use, source.check_parameter

with account as (

    select distinct
        line.account_ordinal,
        line.account_patient_number,
        line.pool,
        line.calendar_year
    from claim.line
    where line.account_ordinal is not null

)

select
    account.account_ordinal,
    account.pool,
    account.calendar_year,
    check_parameter.order_date as from_date,
    cast(null as date) as to_date,
    coalesce(known_use.own_accrued_cents, 0) as own_accrued_cents,
    coalesce(known_use.prior_use_cents, 0) as elsewhere_cents,
    coalesce(known_use.own_accrued_cents + known_use.prior_use_cents, 0) as prior_use_cents,
    coalesce(known_use.own_accrued_cents + known_use.prior_use_cents, 0) as prior_use_low_cents,
    coalesce(known_use.own_accrued_cents + known_use.prior_use_cents, 0) as prior_use_high_cents,
    coalesce(known_use.prior_use_grade, 'unknown') as prior_use_grade,
    case when known_use.implied_from_date is not null then check_parameter.order_date end as implied_from_date
from account
cross join source.check_parameter
left join ledger.known_use
    on
        account.account_patient_number = known_use.patient_number
        and account.pool = known_use.pool
        and account.calendar_year = known_use.calendar_year
