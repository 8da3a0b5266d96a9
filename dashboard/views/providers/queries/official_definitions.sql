select
    measure_code,
    family,
    measure_rank,
    title,
    value_category,
    numerator,
    denominator,
    cannot_know,
    source
from mart.official_definition
order by measure_rank
