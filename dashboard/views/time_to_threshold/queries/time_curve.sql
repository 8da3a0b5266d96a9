select
    curve_ordinal,
    elapsed,
    at_risk,
    crossed_so_far,
    ended_so_far,
    censored_so_far,
    crossed_ratio,
    crossed_lower_ratio,
    crossed_upper_ratio,
    ended_ratio
from mart.time_curve
where
    threshold_category = $threshold
    and clock_category = $clock
    and curve_ordinal = $curve_ordinal
order by elapsed
