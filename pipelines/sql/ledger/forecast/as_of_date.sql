-- grain:  one row per date of a forecast: the ends of months before the newest one, and the data-through date
-- key:    as_of_date
-- units:  is_kept: a later month has payments already, so this one is closed and its forecasts are kept
-- source: ledger.scope, ledger.payment

with newest as (

    select last_day(max(payment.payment_date)) as month_end_date
    from ledger.payment
    where payment.is_known

)

select distinct
    last_day(payment.payment_date) as as_of_date,
    true as is_kept
from ledger.payment
cross join newest
where payment.is_known and last_day(payment.payment_date) < newest.month_end_date
union all
select
    scope.data_through_date as as_of_date,
    false as is_kept
from ledger.scope
where scope.data_through_date is not null
