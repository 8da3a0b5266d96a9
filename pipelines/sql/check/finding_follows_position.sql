-- grain:    one row per line whose finding does not follow from KX, position and what is known of prior use
-- key:      service_line_key, order_basis
-- units:    _cents are US cents
-- source:   mart.line_position, reference.prior_use_grade
-- severity: critical
-- title:    Every finding follows from KX, position and prior use

select
    line_position.service_line_key,
    line_position.order_basis,
    line_position.has_kx,
    line_position.kx_position,
    line_position.prior_use_grade,
    line_position.kx_finding,
    line_position.prior_use_needed_cents,
    line_position.has_implied_prior_use
from mart.line_position
left join reference.prior_use_grade
    on line_position.prior_use_grade = prior_use_grade.prior_use_grade
where
    (line_position.kx_finding in ('on_time', 'same_visit', 'early', 'early_unverified')) <> line_position.has_kx
    or (line_position.kx_finding = 'missing' and line_position.kx_position = 'below')
    or (line_position.kx_finding = 'not_needed' and line_position.kx_position <> 'below')
    or (line_position.kx_finding = 'on_time')
    <> (line_position.has_kx and (line_position.kx_position <> 'below' or line_position.has_implied_prior_use))
    or (line_position.kx_finding = 'early_unverified' and coalesce(prior_use_grade.is_exact, false))
    or (line_position.kx_finding = 'early' and not coalesce(prior_use_grade.is_exact, false))
    or (line_position.kx_finding in ('early', 'early_unverified'))
    <> (line_position.prior_use_needed_cents is not null)
