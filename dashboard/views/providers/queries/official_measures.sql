select
    measure_code,
    family,
    value_category,
    numerator_value,
    denominator_value,
    value_ratio,
    value_cents,
    value_factor,
    exact_low_ratio,
    exact_high_ratio,
    provider_npi
from mart.official_measure
where
    period_code = $period_code
    and is_chosen(provider_npi, $provider_npi)
order by provider_npi, measure_code
