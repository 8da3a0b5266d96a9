select
    measure_name,
    title,
    numerator,
    denominator,
    unit,
    direction,
    why,
    limits,
    source,
    next_review_date
from mart.measure
order by title, measure_name
