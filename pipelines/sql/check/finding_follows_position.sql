-- grain:    one row per line whose finding does not follow from KX, position and what is known of prior use
-- key:      service_line_key, order_basis
-- units:    _cents are US cents
-- source:   mart.line_position
-- severity: critical
-- title:    Every finding follows from KX, position and prior use

select
    line_position.service_line_key,
    line_position.order_basis,
    line_position.has_kx,
    line_position.kx_position,
    line_position.prior_use_grade,
    line_position.kx_finding,
    line_position.prior_use_needed_cents
from mart.line_position
where
    (line_position.kx_finding in ('on_time', 'early', 'early_unverified')) <> line_position.has_kx
    or (line_position.kx_finding in ('on_time', 'missing')) <> (line_position.kx_position in ('crossing', 'above'))
    or (line_position.kx_finding = 'early_unverified' and line_position.prior_use_grade <> 'unknown')
    or (line_position.kx_finding = 'early' and line_position.prior_use_grade = 'unknown')
    or (line_position.kx_finding in ('early', 'early_unverified'))
    <> (line_position.prior_use_needed_cents is not null)
