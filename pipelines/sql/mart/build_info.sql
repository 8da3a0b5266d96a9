-- grain:  one row: this build
-- key:    built_at
-- units:  built_at is UTC; lines counts the rows of mart.line
-- source: ledger.build, mart.line, mart.payment

with line_total as (

    select
        count(*) as lines,
        min(line.service_date) as first_service_date
    from mart.line

),

payment_total as (

    select min(payment.payment_date) as first_payment_date
    from mart.payment

)

select
    build.data_through_date,
    build.built_at,
    line_total.lines,
    build.version,
    build.reference_version,
    build.is_synthetic,
    build.practice_name,
    build.as_of_date,
    build.previous_month_end_date,
    build.batch_number,
    line_total.first_service_date,
    payment_total.first_payment_date
from ledger.build
cross join line_total
cross join payment_total
