with figure as (

    select
        1 as place,
        'payments' as figure_name,
        count(*) as figure_count,
        cast(sum(payment.payment_cents) as bigint) as figure_cents
    from mart.payment
    where date_trunc('month', payment.payment_date) = $month_start
    union all
    select
        2 as place,
        'lines_paid' as figure_name,
        count(*) as figure_count,
        cast(sum(line.paid_cents) as bigint) as figure_cents
    from mart.line
    where date_trunc('month', line.payment_date) = $month_start
    union all
    select
        3 as place,
        'lines_served' as figure_name,
        count(*) as figure_count,
        cast(sum(line.allowed_cents) as bigint) as figure_cents
    from mart.line
    where date_trunc('month', line.service_date) = $month_start
    union all
    select
        4 as place,
        'kx_crossings' as figure_name,
        count(*) as figure_count,
        null as figure_cents
    from mart.threshold_crossing
    where
        threshold_crossing.order_basis = 'received'
        and date_trunc('month', threshold_crossing.kx_crossing_known_date) = $month_start
    union all
    select
        5 as place,
        'medical_review_crossings' as figure_name,
        count(*) as figure_count,
        null as figure_cents
    from mart.threshold_crossing
    where
        threshold_crossing.order_basis = 'received'
        and date_trunc('month', threshold_crossing.medical_review_known_date) = $month_start
    union all
    select
        6 as place,
        'early_kx_lines' as figure_name,
        cast(coalesce(sum(provider_kx.early_kx_lines), 0) as bigint) as figure_count,
        null as figure_cents
    from mart.provider_kx
    where provider_kx.period_type = 'month' and provider_kx.period_start = $month_start
    union all
    select
        7 as place,
        'denied_services' as figure_name,
        cast(coalesce(sum(leakage_by_month.denied_services), 0) as bigint) as figure_count,
        cast(coalesce(sum(leakage_by_month.expected_allowed_cents), 0) as bigint) as figure_cents
    from mart.leakage_by_month
    where leakage_by_month.first_denied_month = $month_start
    union all
    select
        8 as place,
        'leakage' as figure_name,
        cast(coalesce(sum(leakage_by_month.denied_services), 0) as bigint) as figure_count,
        cast(
            coalesce(sum(leakage_by_month.open_cents + leakage_by_month.expired_cents), 0) as bigint
        ) as figure_cents
    from mart.leakage_by_month
    where leakage_by_month.first_denied_month = $month_start and leakage_by_month.denial_category = 'missing_kx'
    union all
    select
        9 as place,
        'recovered' as figure_name,
        count(*) as figure_count,
        cast(coalesce(sum(denial.recovered_allowed_cents), 0) as bigint) as figure_cents
    from mart.denial
    where date_trunc('month', denial.recovered_date) = $month_start

)

select
    figure_name,
    figure_count,
    figure_cents
from figure
order by place
