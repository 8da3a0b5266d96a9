-- grain:  one row per month that has a payment, a date of service or a denial, and figure of its close
-- key:    figure_month, figure_name
-- units:  figure_count counts what the title says; figure_cents are US cents, null where the figure is no amount
-- source: mart.payment, mart.line, mart.threshold_crossing, mart.provider_beneficiary_kx, mart.denial,
--         reference.month_figure

-- Decision 0196.

with counted as (

    select
        payment.payment_month as figure_month,
        'payments' as figure_name,
        count(*) as figure_count,
        sum(payment.payment_cents) as figure_cents
    from mart.payment
    group by payment.payment_month
    union all
    select
        cast(date_trunc('month', line.payment_date) as date) as figure_month,
        'lines_paid' as figure_name,
        count(*) as figure_count,
        sum(line.paid_cents) as figure_cents
    from mart.line
    group by cast(date_trunc('month', line.payment_date) as date)
    union all
    select
        cast(date_trunc('month', line.service_date) as date) as figure_month,
        'lines_served' as figure_name,
        count(*) as figure_count,
        sum(line.allowed_cents) as figure_cents
    from mart.line
    group by cast(date_trunc('month', line.service_date) as date)
    union all
    select
        cast(date_trunc('month', threshold_crossing.kx_crossing_known_date) as date) as figure_month,
        'kx_crossings' as figure_name,
        count(*) as figure_count,
        null as figure_cents
    from mart.threshold_crossing
    where threshold_crossing.order_basis = 'received'
    group by cast(date_trunc('month', threshold_crossing.kx_crossing_known_date) as date)
    union all
    select
        cast(date_trunc('month', threshold_crossing.medical_review_known_date) as date) as figure_month,
        'medical_review_crossings' as figure_name,
        count(*) as figure_count,
        null as figure_cents
    from mart.threshold_crossing
    where threshold_crossing.order_basis = 'received'
    group by cast(date_trunc('month', threshold_crossing.medical_review_known_date) as date)
    union all
    select
        provider_beneficiary_kx.service_month as figure_month,
        'early_kx_lines' as figure_name,
        sum(provider_beneficiary_kx.early_kx_lines) as figure_count,
        null as figure_cents
    from mart.provider_beneficiary_kx
    group by provider_beneficiary_kx.service_month
    union all
    select
        denial.first_denied_month as figure_month,
        'denied_services' as figure_name,
        count(*) as figure_count,
        sum(denial.expected_allowed_cents) as figure_cents
    from mart.denial
    where denial.is_loss
    group by denial.first_denied_month
    union all
    select
        denial.first_denied_month as figure_month,
        'leakage' as figure_name,
        count(*) as figure_count,
        sum(denial.open_cents + denial.expired_cents) as figure_cents
    from mart.denial
    where denial.denial_category = 'missing_kx' and denial.state in ('open', 'expired')
    group by denial.first_denied_month
    union all
    select
        cast(date_trunc('month', denial.recovered_date) as date) as figure_month,
        'recovered' as figure_name,
        count(*) as figure_count,
        sum(denial.recovered_allowed_cents) as figure_cents
    from mart.denial
    where denial.is_loss
    group by cast(date_trunc('month', denial.recovered_date) as date)

),

month_of_practice as (

    select distinct counted.figure_month
    from counted
    where counted.figure_month is not null

)

select
    month_of_practice.figure_month,
    month_figure.figure_name,
    month_figure.figure_rank,
    month_figure.title,
    cast(coalesce(counted.figure_count, 0) as bigint) as figure_count,
    case when month_figure.has_cents then cast(coalesce(counted.figure_cents, 0) as bigint) end as figure_cents
from month_of_practice
cross join reference.month_figure
left join counted
    on
        month_of_practice.figure_month = counted.figure_month
        and month_figure.figure_name = counted.figure_name
