-- grain:  one row per known-by date, period, pool, payee and provider; pool or payee null is over all of them
-- key:    known_by_date, period_code, pool, payee_npi, provider_npi
-- units:  counts; _squares and _products are sums over beneficiaries; cell_ordinal numbers date, period, pool and payee
-- source: ledger.provider_beneficiary_kx, ledger.period, ledger.scope

with known_by as (

    select
        scope.data_through_date as known_by_date,
        true as is_current
    from ledger.scope
    union all
    select
        scope.previous_month_end_date as known_by_date,
        false as is_current
    from ledger.scope

),

by_period as (

    select
        known_by.known_by_date,
        known_by.is_current,
        provider_beneficiary_kx.provider_npi,
        provider_beneficiary_kx.payee_npi,
        provider_beneficiary_kx.pool,
        period.period_code,
        provider_beneficiary_kx.beneficiary_ordinal,
        cast(sum(provider_beneficiary_kx.lines) as bigint) as lines,
        cast(sum(provider_beneficiary_kx.kx_lines) as bigint) as kx_lines,
        cast(sum(provider_beneficiary_kx.below_lines) as bigint) as below_lines,
        cast(sum(provider_beneficiary_kx.early_kx_lines) as bigint) as early_kx_lines,
        cast(sum(provider_beneficiary_kx.far_early_kx_lines) as bigint) as far_early_kx_lines,
        cast(sum(provider_beneficiary_kx.same_visit_kx_lines) as bigint) as same_visit_kx_lines,
        cast(sum(provider_beneficiary_kx.unjudged_kx_lines) as bigint) as unjudged_kx_lines
    from ledger.provider_beneficiary_kx
    inner join ledger.period
        on provider_beneficiary_kx.service_month between period.first_month and period.last_month
    cross join known_by
    where
        provider_beneficiary_kx.provider_npi is not null
        and (known_by.is_current or not provider_beneficiary_kx.is_recent)
    group by
        known_by.known_by_date,
        known_by.is_current,
        provider_beneficiary_kx.provider_npi,
        provider_beneficiary_kx.payee_npi,
        provider_beneficiary_kx.pool,
        period.period_code,
        provider_beneficiary_kx.beneficiary_ordinal

),

-- a beneficiary counts once in each cell, however many payees, pools and months
by_beneficiary as (

    select
        known_by_date,
        is_current,
        provider_npi,
        period_code,
        pool,
        payee_npi,
        beneficiary_ordinal,
        cast(sum(lines) as bigint) as lines,
        cast(sum(kx_lines) as bigint) as kx_lines,
        cast(sum(below_lines) as bigint) as below_lines,
        cast(sum(early_kx_lines) as bigint) as early_kx_lines,
        cast(sum(far_early_kx_lines) as bigint) as far_early_kx_lines,
        cast(sum(same_visit_kx_lines) as bigint) as same_visit_kx_lines,
        cast(sum(unjudged_kx_lines) as bigint) as unjudged_kx_lines
    from by_period
    group by
        grouping sets (
            (known_by_date, is_current, provider_npi, period_code, beneficiary_ordinal),
            (known_by_date, is_current, provider_npi, period_code, pool, beneficiary_ordinal),
            (known_by_date, is_current, provider_npi, period_code, payee_npi, beneficiary_ordinal),
            (known_by_date, is_current, provider_npi, period_code, pool, payee_npi, beneficiary_ordinal)
        )
    -- lines without a payee stand in the cells of all payees alone
    having grouping(payee_npi) = 1 or payee_npi is not null

)

select
    known_by_date,
    is_current,
    period_code,
    pool,
    payee_npi,
    provider_npi,
    dense_rank() over (order by known_by_date, period_code, pool, payee_npi) as cell_ordinal,
    count(*) as beneficiaries,
    count(case when kx_lines > 0 then 1 end) as kx_beneficiaries,
    cast(sum(lines) as bigint) as lines,
    cast(sum(kx_lines) as bigint) as kx_lines,
    cast(sum(lines * lines) as bigint) as line_squares,
    cast(sum(kx_lines * kx_lines) as bigint) as kx_line_squares,
    cast(sum(lines * kx_lines) as bigint) as line_products,
    count(case when below_lines > 0 then 1 end) as below_beneficiaries,
    count(case when early_kx_lines > 0 then 1 end) as early_kx_beneficiaries,
    cast(sum(below_lines) as bigint) as below_lines,
    cast(sum(early_kx_lines) as bigint) as early_kx_lines,
    cast(sum(far_early_kx_lines) as bigint) as far_early_kx_lines,
    cast(sum(same_visit_kx_lines) as bigint) as same_visit_kx_lines,
    cast(sum(unjudged_kx_lines) as bigint) as unjudged_kx_lines,
    count(case when early_kx_lines > unjudged_kx_lines then 1 end) as judged_kx_beneficiaries,
    cast(sum(early_kx_lines - unjudged_kx_lines) as bigint) as judged_kx_lines,
    cast(sum(below_lines * below_lines) as bigint) as below_line_squares,
    cast(sum(early_kx_lines * early_kx_lines) as bigint) as early_kx_line_squares,
    cast(sum(below_lines * early_kx_lines) as bigint) as early_line_products
from by_beneficiary
group by known_by_date, is_current, period_code, pool, payee_npi, provider_npi
