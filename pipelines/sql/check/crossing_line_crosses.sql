-- grain:    one row per crossing whose line does not take the amount over the threshold
-- key:      beneficiary_key, pool, calendar_year, order_basis
-- units:    _cents are US cents
-- source:   mart.threshold_crossing, mart.line_position
-- severity: critical
-- title:    The line that is named as the crossing takes the amount from not over the threshold to over it

select
    threshold_crossing.beneficiary_key,
    threshold_crossing.pool,
    threshold_crossing.calendar_year,
    threshold_crossing.order_basis,
    line_position.accrued_before_cents,
    line_position.accrued_after_cents,
    threshold_crossing.kx_threshold_cents
from mart.threshold_crossing
left join mart.line_position
    on
        threshold_crossing.kx_crossing_line_key = line_position.service_line_key
        and threshold_crossing.order_basis = line_position.order_basis
where
    threshold_crossing.kx_crossing_date is not null
    and coalesce(
        line_position.accrued_before_cents > threshold_crossing.kx_threshold_cents
        or line_position.accrued_after_cents <= threshold_crossing.kx_threshold_cents
        or line_position.service_date <> threshold_crossing.kx_crossing_date,
        true
    )
