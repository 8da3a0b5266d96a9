-- The four trends of the overview, one row a month; absent months count zero, the last one is not complete.
with month_shown as (

    select cast(unnest(generate_series($trend_start, $last_month, interval 1 month)) as date) as trend_month

),

crossed as (

    select
        cast(date_trunc('month', kx_crossing_date) as date) as trend_month,
        count(*) as crossings
    from mart.threshold_crossing
    where
        order_basis = 'received'
        and kx_crossing_date >= $trend_start
        and is_chosen(pool, $pool)
        and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, $payer_name)
    group by cast(date_trunc('month', kx_crossing_date) as date)

),

with_kx as (

    select
        service_month as trend_month,
        sum(kx_lines) as kx_lines,
        sum(early_kx_lines) as early_kx_lines
    from mart.provider_beneficiary_kx
    where
        service_month >= $trend_start
        and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    group by service_month

),

denied as (

    select
        first_denied_month as trend_month,
        count(*) as denied_services,
        count(*) filter (where state = 'recovered') as recovered_services,
        sum(open_cents) as open_cents,
        sum(expired_cents) as expired_cents,
        sum(recovered_expected_cents) as recovered_cents
    from mart.denial
    where
        denial_category = 'missing_kx'
        and first_denied_month >= $trend_start
        and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    group by first_denied_month

)

select
    month_shown.trend_month,
    coalesce(crossed.crossings, 0) as crossings,
    cast(coalesce(with_kx.kx_lines, 0) as bigint) as kx_lines,
    cast(coalesce(with_kx.early_kx_lines, 0) as bigint) as early_kx_lines,
    with_kx.early_kx_lines / nullif(with_kx.kx_lines, 0) as early_kx_ratio,
    coalesce(denied.denied_services, 0) as denied_services,
    coalesce(denied.recovered_services, 0) as recovered_services,
    denied.recovered_services / nullif(denied.denied_services, 0) as recovered_ratio,
    cast(coalesce(denied.open_cents, 0) as bigint) as open_cents,
    cast(coalesce(denied.expired_cents, 0) as bigint) as expired_cents,
    cast(coalesce(denied.recovered_cents, 0) as bigint) as recovered_cents,
    month_shown.trend_month < $last_month as is_complete
from month_shown
left join crossed
    on month_shown.trend_month = crossed.trend_month
left join with_kx
    on month_shown.trend_month = with_kx.trend_month
left join denied
    on month_shown.trend_month = denied.trend_month
order by month_shown.trend_month
