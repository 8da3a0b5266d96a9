-- grain:  one row per provider and period
-- key:    provider_npi, period_code
-- units:  counts of beneficiaries, lines, visits; _minutes are minutes; _cents are US cents
-- source: ledger.provider_month, ledger.period, ledger.scope, reference.rule_parameter

with minimum as (

    select max(rule_parameter.parameter_value) as beneficiaries
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'all_kx_minimum_beneficiaries'

),

by_beneficiary as (

    select
        provider_month.provider_npi,
        period.period_code,
        provider_month.beneficiary_ordinal,
        sum(provider_month.lines) as lines,
        sum(provider_month.kx_lines) as kx_lines,
        sum(provider_month.early_kx_lines) as early_kx_lines,
        sum(provider_month.denied_lines) as denied_lines,
        sum(provider_month.over_paid_lines) as over_paid_lines,
        sum(provider_month.first_date_kx_lines) as first_date_kx_lines,
        sum(provider_month.cbr_lines) as cbr_lines,
        sum(provider_month.cbr_kx_lines) as cbr_kx_lines,
        sum(provider_month.cbr_visits) as cbr_visits,
        sum(provider_month.cbr_minutes) as cbr_minutes,
        sum(provider_month.cbr_allowed_cents) as cbr_allowed_cents,
        sum(provider_month.kx_units_count) as kx_units_count,
        sum(provider_month.paid_cents) as paid_cents,
        count(distinct quarter(provider_month.service_month)) as quarters
    from ledger.provider_month
    inner join ledger.period
        on provider_month.service_month between period.first_month and period.last_month
    where provider_month.provider_npi is not null
    group by provider_month.provider_npi, period.period_code, provider_month.beneficiary_ordinal

),

-- whom several providers of these files treated in the period, and what was paid to them all
shared as (

    select
        by_beneficiary.period_code,
        by_beneficiary.beneficiary_ordinal,
        sum(by_beneficiary.paid_cents) as paid_cents
    from by_beneficiary
    group by by_beneficiary.period_code, by_beneficiary.beneficiary_ordinal
    having count(*) > 1

),

summed as (

    select
        by_beneficiary.provider_npi,
        by_beneficiary.period_code,
        count(*) as beneficiaries,
        count(case when by_beneficiary.kx_lines > 0 then 1 end) as kx_beneficiaries,
        count(case when by_beneficiary.first_date_kx_lines > 0 then 1 end) as first_date_kx_beneficiaries,
        count(case when by_beneficiary.over_paid_lines > 0 then 1 end) as over_paid_beneficiaries,
        count(case when by_beneficiary.quarters = 4 then 1 end) as all_year_beneficiaries,
        count(case when by_beneficiary.cbr_lines > 0 then 1 end) as cbr_beneficiaries,
        count(case when by_beneficiary.cbr_kx_lines > 0 then 1 end) as cbr_kx_beneficiaries,
        count(shared.beneficiary_ordinal) as shared_beneficiaries,
        cast(coalesce(sum(shared.paid_cents), 0) as bigint) as shared_paid_cents,
        cast(sum(by_beneficiary.lines) as bigint) as lines,
        cast(sum(by_beneficiary.kx_lines) as bigint) as kx_lines,
        cast(sum(by_beneficiary.early_kx_lines) as bigint) as early_kx_lines,
        cast(sum(by_beneficiary.denied_lines) as bigint) as denied_lines,
        cast(sum(by_beneficiary.cbr_visits) as bigint) as cbr_visits,
        cast(sum(by_beneficiary.cbr_minutes) as bigint) as cbr_minutes,
        cast(sum(by_beneficiary.cbr_allowed_cents) as bigint) as cbr_allowed_cents,
        cast(sum(by_beneficiary.kx_units_count) as bigint) as kx_units_count
    from by_beneficiary
    left join shared
        on
            by_beneficiary.period_code = shared.period_code
            and by_beneficiary.beneficiary_ordinal = shared.beneficiary_ordinal
    group by by_beneficiary.provider_npi, by_beneficiary.period_code

)

select
    summed.*,
    summed.kx_beneficiaries = summed.beneficiaries
    and 2 * summed.early_kx_lines >= summed.kx_lines
    and summed.beneficiaries >= minimum.beneficiaries as is_red_flag,
    coalesce(
        period.period_type = 'year'
        and cast(period.first_month + to_months(12) as date) <= scope.data_through_date,
        false
    ) as is_whole_year
from summed
inner join ledger.period
    on summed.period_code = period.period_code
cross join ledger.scope
cross join minimum
