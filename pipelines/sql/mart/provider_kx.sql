-- grain:  one row per provider and period (month or year, by service date)
-- key:    provider_npi, period_type, period_start
-- units:  beneficiaries and _lines are counts; _ratio is 0 to 1
-- source: mart.provider_beneficiary_kx, reference.rule_parameter

with minimum as (

    select rule_parameter.parameter_value as beneficiaries
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'all_kx_minimum_beneficiaries'

),

by_period as (

    select
        provider_beneficiary_kx.*,
        'month' as period_type,
        provider_beneficiary_kx.service_month as period_start
    from mart.provider_beneficiary_kx
    union all
    select
        provider_beneficiary_kx.*,
        'year' as period_type,
        cast(date_trunc('year', provider_beneficiary_kx.service_month) as date) as period_start
    from mart.provider_beneficiary_kx

),

-- a beneficiary counts once, however many pools, payees and months
by_beneficiary as (

    select
        by_period.provider_npi,
        by_period.period_type,
        by_period.period_start,
        by_period.beneficiary_key,
        sum(by_period.lines) as lines,
        sum(by_period.kx_lines) as kx_lines,
        sum(by_period.below_lines) as below_lines,
        sum(by_period.below_kx_lines) as below_kx_lines,
        sum(by_period.early_kx_lines) as early_kx_lines,
        sum(by_period.far_early_kx_lines) as far_early_kx_lines,
        sum(by_period.same_visit_kx_lines) as same_visit_kx_lines,
        sum(by_period.over_lines) as over_lines,
        sum(by_period.over_kx_lines) as over_kx_lines,
        sum(by_period.first_date_kx_lines) as first_date_kx_lines
    from by_period
    group by by_period.provider_npi, by_period.period_type, by_period.period_start, by_period.beneficiary_key

),

summed as (

    select
        by_beneficiary.provider_npi,
        by_beneficiary.period_type,
        by_beneficiary.period_start,
        count(*) as beneficiaries,
        count(case when by_beneficiary.kx_lines > 0 then 1 end) as kx_beneficiaries,
        cast(sum(by_beneficiary.lines) as bigint) as lines,
        cast(sum(by_beneficiary.kx_lines) as bigint) as kx_lines,
        cast(sum(by_beneficiary.below_lines) as bigint) as below_lines,
        cast(sum(by_beneficiary.below_kx_lines) as bigint) as below_kx_lines,
        cast(sum(by_beneficiary.early_kx_lines) as bigint) as early_kx_lines,
        cast(sum(by_beneficiary.far_early_kx_lines) as bigint) as far_early_kx_lines,
        cast(sum(by_beneficiary.same_visit_kx_lines) as bigint) as same_visit_kx_lines,
        cast(sum(by_beneficiary.over_lines) as bigint) as over_lines,
        cast(sum(by_beneficiary.over_kx_lines) as bigint) as over_kx_lines,
        count(case when by_beneficiary.first_date_kx_lines > 0 then 1 end) as first_date_kx_beneficiaries
    from by_beneficiary
    group by by_beneficiary.provider_npi, by_beneficiary.period_type, by_beneficiary.period_start

)

select
    summed.provider_npi,
    summed.period_type,
    summed.period_start,
    summed.beneficiaries,
    summed.kx_beneficiaries,
    cast(summed.kx_beneficiaries as double) / nullif(summed.beneficiaries, 0) as kx_beneficiary_ratio,
    summed.lines,
    summed.kx_lines,
    cast(summed.kx_lines as double) / nullif(summed.lines, 0) as kx_line_ratio,
    summed.below_lines,
    summed.below_kx_lines,
    summed.early_kx_lines,
    summed.far_early_kx_lines,
    summed.same_visit_kx_lines,
    summed.over_lines,
    summed.over_kx_lines,
    summed.first_date_kx_beneficiaries,
    case
        when summed.kx_beneficiaries < summed.beneficiaries then 'none'
        when 2 * summed.early_kx_lines < summed.kx_lines then 'explained'
        when summed.beneficiaries >= minimum.beneficiaries then 'red_flag'
        else 'watch'
    end as all_kx_category
from summed
cross join minimum
