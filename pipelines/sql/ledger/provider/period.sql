-- grain:  one row per period that the pages offer and that has accruing lines
-- key:    period_code
-- units:  first_month and last_month are the months of service it holds, both included
-- source: ledger.accruing_line, ledger.scope, reference.trailing_period

with service_month as (

    select cast(date_trunc('month', accruing_line.service_date) as date) as service_month
    from ledger.accruing_line
    group by cast(date_trunc('month', accruing_line.service_date) as date)

),

single_month as (

    select
        strftime(service_month.service_month, '%Y-%m') as period_code,
        'month' as period_type,
        service_month.service_month as first_month,
        service_month.service_month as last_month
    from service_month

),

calendar_year as (

    select
        strftime(service_month.service_month, '%Y') as period_code,
        'year' as period_type,
        cast(date_trunc('year', min(service_month.service_month)) as date) as first_month,
        max(service_month.service_month) as last_month
    from service_month
    group by strftime(service_month.service_month, '%Y')

),

-- so many months up to the month of the data-through date
trailing_span as (

    select
        trailing_period.period_code,
        cast(date_trunc('month', scope.data_through_date) as date) as last_month,
        cast(
            date_trunc('month', scope.data_through_date) - to_months(cast(trailing_period.months_value - 1 as integer))
            as date
        ) as first_month
    from reference.trailing_period
    cross join ledger.scope

),

trailing_month as (

    select
        trailing_span.period_code,
        'trailing' as period_type,
        trailing_span.first_month,
        trailing_span.last_month
    from trailing_span
    inner join service_month
        on service_month.service_month between trailing_span.first_month and trailing_span.last_month
    group by trailing_span.period_code, trailing_span.first_month, trailing_span.last_month

),

everything as (

    select
        'all' as period_code,
        'all' as period_type,
        min(service_month.service_month) as first_month,
        max(service_month.service_month) as last_month
    from service_month
    having count(*) > 0

)

select * from single_month
union all
select * from calendar_year
union all
select * from trailing_month
union all
select * from everything
