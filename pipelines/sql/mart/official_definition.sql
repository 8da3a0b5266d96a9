-- grain:  one row per official measure
-- key:    measure_code
-- units:  none
-- source: reference.official_measure

select
    official_measure.measure_code,
    official_measure.family,
    official_measure.measure_rank,
    official_measure.title,
    official_measure.value_category,
    official_measure.numerator,
    official_measure.denominator,
    official_measure.cannot_know,
    official_measure.source
from reference.official_measure
