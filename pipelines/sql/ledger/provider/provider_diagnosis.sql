-- grain:  one row per provider, period and diagnosis, where the source carries one
-- key:    provider_npi, period_code, diagnosis_code
-- units:  beneficiaries are counts
-- source: staging.service_line, ledger.accruing_line, ledger.service_line, ledger.period, reference.rule_parameter

with minimum as (

    select max(rule_parameter.parameter_value) as beneficiaries
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'all_kx_minimum_beneficiaries'

),

diagnosed as (

    select
        staged.line_place,
        upper(staged.diagnosis_code) as diagnosis_code
    from staging.service_line as staged
    where staged.diagnosis_code is not null

),

by_month as (

    select
        service_line.provider_npi,
        diagnosed.diagnosis_code,
        service_line.beneficiary_ordinal,
        cast(date_trunc('month', service_line.service_date) as date) as service_month,
        count(case when service_line.has_kx then 1 end) as kx_lines
    from diagnosed
    inner join ledger.accruing_line
        on diagnosed.line_place = accruing_line.line_place
    inner join ledger.service_line
        on diagnosed.line_place = service_line.line_place
    where service_line.provider_npi is not null
    group by
        service_line.provider_npi,
        diagnosed.diagnosis_code,
        service_line.beneficiary_ordinal,
        cast(date_trunc('month', service_line.service_date) as date)

),

by_beneficiary as (

    select
        by_month.provider_npi,
        period.period_code,
        by_month.diagnosis_code,
        by_month.beneficiary_ordinal,
        sum(by_month.kx_lines) as kx_lines
    from by_month
    inner join ledger.period
        on by_month.service_month between period.first_month and period.last_month
    group by by_month.provider_npi, period.period_code, by_month.diagnosis_code, by_month.beneficiary_ordinal

),

counted as (

    select
        by_beneficiary.provider_npi,
        by_beneficiary.period_code,
        by_beneficiary.diagnosis_code,
        count(*) as beneficiaries,
        count(case when by_beneficiary.kx_lines > 0 then 1 end) as kx_beneficiaries
    from by_beneficiary
    group by by_beneficiary.provider_npi, by_beneficiary.period_code, by_beneficiary.diagnosis_code

)

select
    counted.provider_npi,
    counted.period_code,
    counted.diagnosis_code,
    counted.beneficiaries,
    counted.kx_beneficiaries,
    counted.beneficiaries >= minimum.beneficiaries as has_enough_beneficiaries,
    counted.beneficiaries >= minimum.beneficiaries and counted.kx_beneficiaries = counted.beneficiaries as is_uniform
from counted
cross join minimum
