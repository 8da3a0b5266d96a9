-- grain:  one row per provider, period and official measure
-- key:    provider_npi, period_code, measure_code
-- units:  both values are counts, minutes or US cents, as reference.official_measure says; null: cannot be known
-- source: ledger.provider_period, ledger.provider_day, ledger.period, ledger.provider_diagnosis,
--         ledger.provider_neighbour, reference.official_measure

-- Decision 0051.

with long_day as (

    select
        provider_day.provider_npi,
        period.period_code,
        count(*) as timed_days,
        count(case when provider_day.is_long then 1 end) as long_days
    from ledger.provider_day
    inner join ledger.period
        on
            provider_day.service_date >= period.first_month
            and provider_day.service_date < period.last_month + to_months(1)
    group by provider_day.provider_npi, period.period_code

),

uniform as (

    select
        provider_diagnosis.provider_npi,
        provider_diagnosis.period_code,
        count(case when provider_diagnosis.has_enough_beneficiaries then 1 end) as large_diagnoses,
        count(case when provider_diagnosis.is_uniform then 1 end) as uniform_diagnoses
    from ledger.provider_diagnosis
    group by provider_diagnosis.provider_npi, provider_diagnosis.period_code

),

joined as (

    select
        provider_period.*,
        long_day.timed_days,
        long_day.long_days,
        uniform.large_diagnoses,
        uniform.uniform_diagnoses,
        provider_neighbour.neighbours,
        provider_neighbour.flagged_neighbours,
        official_measure.measure_code,
        official_measure.counted_as
    from ledger.provider_period
    cross join reference.official_measure
    left join long_day
        on
            provider_period.provider_npi = long_day.provider_npi
            and provider_period.period_code = long_day.period_code
    left join uniform
        on
            provider_period.provider_npi = uniform.provider_npi
            and provider_period.period_code = uniform.period_code
    left join ledger.provider_neighbour
        on
            provider_period.provider_npi = provider_neighbour.provider_npi
            and provider_period.period_code = provider_neighbour.period_code

)

select
    joined.provider_npi,
    joined.period_code,
    joined.measure_code,
    case joined.counted_as
        when 'cbr_kx' then joined.cbr_kx_beneficiaries
        when 'cbr_minutes' then joined.cbr_minutes
        when 'cbr_allowed' then joined.cbr_allowed_cents
        when 'kx_services' then joined.kx_units_count
        when 'first_date_kx' then joined.first_date_kx_beneficiaries
        when 'several_providers' then joined.shared_paid_cents
        when 'all_year' then case when joined.is_whole_year then joined.all_year_beneficiaries end
        when 'over_threshold' then joined.over_paid_beneficiaries
        when 'long_days' then joined.long_days
        when 'denied' then joined.denied_lines
        when 'uniform_diagnoses' then joined.uniform_diagnoses
        when 'flagged_neighbours' then joined.flagged_neighbours
    end as numerator_value,
    case joined.counted_as
        when 'cbr_kx' then joined.cbr_beneficiaries
        when 'cbr_minutes' then joined.cbr_visits
        when 'cbr_allowed' then joined.cbr_beneficiaries
        when 'kx_services' then joined.beneficiaries
        when 'first_date_kx' then joined.beneficiaries
        when 'several_providers' then joined.shared_beneficiaries
        when 'all_year' then case when joined.is_whole_year then joined.beneficiaries end
        when 'over_threshold' then joined.beneficiaries
        when 'long_days' then joined.timed_days
        when 'denied' then joined.lines
        when 'uniform_diagnoses' then joined.large_diagnoses
        when 'flagged_neighbours' then joined.neighbours
    end as denominator_value
from joined
