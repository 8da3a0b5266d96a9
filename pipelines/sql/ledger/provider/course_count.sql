-- grain:  one row per subject (practice, clinic or provider), measure and month of service
-- key:    subject_category, subject_npi, measure_name, service_month
-- units:  both values count beneficiaries or lines; is_complete: its lines have come in; is_independent: one month each
-- source: ledger.provider_month, ledger.scope, reference.rule_parameter

with waiting as (

    select max(rule_parameter.parameter_value) as complete_days
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'complete_month_days'

),

-- whoever is seen in the first month of all may have come before it
starting as (

    select
        provider_month.beneficiary_ordinal,
        min(provider_month.service_month) as first_month,
        min(min(provider_month.service_month)) over () as earliest_month
    from ledger.provider_month
    group by provider_month.beneficiary_ordinal

),

subject_month as (

    select
        'practice' as subject_category,
        cast(null as varchar) as subject_npi,
        provider_month.*
    from ledger.provider_month
    union all
    select
        'clinic' as subject_category,
        provider_month.payee_npi as subject_npi,
        provider_month.*
    from ledger.provider_month
    where provider_month.payee_npi is not null
    union all
    select
        'provider' as subject_category,
        provider_month.provider_npi as subject_npi,
        provider_month.*
    from ledger.provider_month
    where provider_month.provider_npi is not null

),

-- a beneficiary counts once a month, however many providers and clinics
by_beneficiary as (

    select
        subject_month.subject_category,
        subject_month.subject_npi,
        subject_month.service_month,
        subject_month.beneficiary_ordinal,
        sum(subject_month.kx_lines) as kx_lines,
        sum(subject_month.judged_below_lines) as judged_below_lines,
        sum(subject_month.judged_kx_lines) as judged_kx_lines,
        sum(subject_month.early_kx_lines) as early_kx_lines,
        sum(subject_month.over_lines) as over_lines,
        sum(subject_month.missing_lines) as missing_lines
    from subject_month
    group by
        subject_month.subject_category,
        subject_month.subject_npi,
        subject_month.service_month,
        subject_month.beneficiary_ordinal

),

-- what the measures of newly started patients count: a beneficiary in the month of its first service, early KX only
-- where the year is covered
marked as (

    select
        by_beneficiary.*,
        starting.first_month = by_beneficiary.service_month
        and starting.first_month > starting.earliest_month as is_starting
    from by_beneficiary
    inner join starting
        on by_beneficiary.beneficiary_ordinal = starting.beneficiary_ordinal

),

summed as (

    select
        marked.subject_category,
        marked.subject_npi,
        marked.service_month,
        count(case when marked.is_starting and marked.judged_below_lines > 0 then 1 end) as below_beneficiaries,
        count(case when marked.is_starting and marked.judged_kx_lines > 0 then 1 end) as early_kx_beneficiaries,
        cast(sum(marked.kx_lines) as bigint) as kx_lines,
        cast(sum(marked.early_kx_lines) as bigint) as early_kx_lines,
        cast(sum(marked.over_lines) as bigint) as over_lines,
        cast(sum(marked.missing_lines) as bigint) as missing_lines
    from marked
    group by marked.subject_category, marked.subject_npi, marked.service_month

),

measured as (

    select
        summed.*,
        'early_kx_patients' as measure_name,
        true as is_independent,
        summed.early_kx_beneficiaries as numerator_value,
        summed.below_beneficiaries as denominator_value
    from summed
    union all
    select
        summed.*,
        'missing_kx_lines' as measure_name,
        false as is_independent,
        summed.missing_lines as numerator_value,
        summed.over_lines as denominator_value
    from summed
    union all
    select
        summed.*,
        'early_kx_lines' as measure_name,
        false as is_independent,
        summed.early_kx_lines as numerator_value,
        summed.kx_lines as denominator_value
    from summed

)

select
    measured.subject_category,
    measured.subject_npi,
    measured.measure_name,
    measured.service_month,
    measured.numerator_value,
    measured.denominator_value,
    measured.is_independent,
    date_diff('day', cast(measured.service_month + to_months(1) as date), scope.data_through_date) + 1
    >= waiting.complete_days as is_complete
from measured
cross join ledger.scope
cross join waiting
