select
    line_position.order_basis,
    line_position.pool,
    line_position.calendar_year,
    line_position.accrued_before_cents,
    line_position.accrued_after_cents,
    line_position.prior_use_cents,
    line_position.prior_use_grade,
    line_position.kx_position,
    line_position.kx_finding,
    line_position.prior_use_needed_cents,
    threshold.kx_threshold_cents,
    threshold.source as threshold_source,
    threshold.reviewed_date
from mart.line_position
inner join mart.threshold
    on line_position.calendar_year = threshold.calendar_year
where line_position.service_line_key = $service_line_key
order by line_position.order_basis
