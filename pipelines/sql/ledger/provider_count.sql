-- grain:  one row per period, pool, payee and provider; pool or payee null is over all of them
-- key:    period_code, pool, payee_npi, provider_npi
-- units:  counts; _squares and _products are sums over beneficiaries; cell_ordinal numbers period, pool and payee
-- source: ledger.provider_beneficiary_kx, ledger.period

with by_period as (

    select
        provider_beneficiary_kx.provider_npi,
        provider_beneficiary_kx.payee_npi,
        provider_beneficiary_kx.pool,
        period.period_code,
        provider_beneficiary_kx.beneficiary_ordinal,
        cast(sum(provider_beneficiary_kx.lines) as bigint) as lines,
        cast(sum(provider_beneficiary_kx.kx_lines) as bigint) as kx_lines,
        cast(sum(provider_beneficiary_kx.below_lines) as bigint) as below_lines,
        cast(sum(provider_beneficiary_kx.below_kx_lines) as bigint) as below_kx_lines
    from ledger.provider_beneficiary_kx
    inner join ledger.period
        on provider_beneficiary_kx.service_month between period.first_month and period.last_month
    where provider_beneficiary_kx.provider_npi is not null
    group by
        provider_beneficiary_kx.provider_npi,
        provider_beneficiary_kx.payee_npi,
        provider_beneficiary_kx.pool,
        period.period_code,
        provider_beneficiary_kx.beneficiary_ordinal

),

-- a beneficiary counts once in each cell, however many payees, pools and months
by_beneficiary as (

    select
        provider_npi,
        period_code,
        pool,
        payee_npi,
        beneficiary_ordinal,
        cast(sum(lines) as bigint) as lines,
        cast(sum(kx_lines) as bigint) as kx_lines,
        cast(sum(below_lines) as bigint) as below_lines,
        cast(sum(below_kx_lines) as bigint) as below_kx_lines
    from by_period
    group by
        grouping sets (
            (provider_npi, period_code, beneficiary_ordinal),
            (provider_npi, period_code, pool, beneficiary_ordinal),
            (provider_npi, period_code, payee_npi, beneficiary_ordinal),
            (provider_npi, period_code, pool, payee_npi, beneficiary_ordinal)
        )
    -- lines without a payee stand in the cells of all payees alone
    having grouping(payee_npi) = 1 or payee_npi is not null

)

select
    period_code,
    pool,
    payee_npi,
    provider_npi,
    dense_rank() over (order by period_code, pool, payee_npi) as cell_ordinal,
    count(*) as beneficiaries,
    count(case when kx_lines > 0 then 1 end) as kx_beneficiaries,
    cast(sum(lines) as bigint) as lines,
    cast(sum(kx_lines) as bigint) as kx_lines,
    cast(sum(lines * lines) as bigint) as line_squares,
    cast(sum(kx_lines * kx_lines) as bigint) as kx_line_squares,
    cast(sum(lines * kx_lines) as bigint) as line_products,
    count(case when below_lines > 0 then 1 end) as below_beneficiaries,
    count(case when below_kx_lines > 0 then 1 end) as below_kx_beneficiaries,
    cast(sum(below_lines) as bigint) as below_lines,
    cast(sum(below_kx_lines) as bigint) as below_kx_lines,
    cast(sum(below_lines * below_lines) as bigint) as below_line_squares,
    cast(sum(below_kx_lines * below_kx_lines) as bigint) as below_kx_line_squares,
    cast(sum(below_lines * below_kx_lines) as bigint) as below_line_products
from by_beneficiary
group by period_code, pool, payee_npi, provider_npi
