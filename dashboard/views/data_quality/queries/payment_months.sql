-- Every clinic with every month from the first payment to the last; a month without a payment counts zero.
with counted as (

    select
        payee_npi,
        payment_month,
        count(*) as payments,
        cast(sum(claim_payments) as bigint) as claim_payments,
        cast(sum(payment_cents) as bigint) as payment_cents
    from mart.payment
    where
        is_in_period(payment_month, $period_start, $period_end)
        and is_chosen(payee_npi, $payee_npi)
        and is_chosen(payer_name, $payer_name)
    group by payee_npi, payment_month

),

span as (

    select
        min(payment_month) as first_month,
        max(payment_month) as last_month
    from counted

),

month_of_span as (

    select cast(unnest(generate_series(first_month, last_month, interval 1 month)) as date) as payment_month
    from span

),

clinic as (

    select distinct payee_npi
    from counted

)

select
    clinic.payee_npi,
    month_of_span.payment_month,
    coalesce(counted.payments, 0) as payments,
    coalesce(counted.claim_payments, 0) as claim_payments,
    coalesce(counted.payment_cents, 0) as payment_cents
from clinic
cross join month_of_span
left join counted
    on
        clinic.payee_npi = counted.payee_npi
        and month_of_span.payment_month = counted.payment_month
order by clinic.payee_npi, month_of_span.payment_month
