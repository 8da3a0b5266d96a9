select
    official_measure.measure_code,
    official_measure.family,
    official_measure.value_category,
    official_measure.numerator_value,
    official_measure.denominator_value,
    official_measure.value_ratio,
    official_measure.value_cents,
    official_measure.value_factor,
    official_measure.exact_low_ratio,
    official_measure.exact_high_ratio,
    official_measure.provider_npi,
    official_definition.measure_rank,
    official_definition.title,
    official_definition.numerator,
    official_definition.denominator,
    official_definition.cannot_know,
    official_definition.source
from mart.official_measure
inner join mart.official_definition
    on official_measure.measure_code = official_definition.measure_code
where
    official_measure.period_code = $period_code
    and is_chosen(official_measure.provider_npi, $provider_npi)
order by official_measure.provider_npi, official_definition.measure_rank
