-- grain:  one row per standing service line in a pool and order basis
-- key:    service_line_key, order_basis
-- units:  _cents are US cents; before and after include prior use; line_sequence counts from 1
-- source: ledger.position, ledger.service_line

select
    service_line.service_line_key,
    position.order_basis,
    service_line.beneficiary_key,
    service_line.pool,
    service_line.calendar_year,
    position.accrued_before_cents,
    position.accrued_after_cents,
    position.prior_use_cents,
    position.prior_use_grade,
    position.kx_position,
    position.medical_review_position,
    position.kx_finding,
    position.prior_use_needed_cents,
    position.service_date,
    position.order_date,
    position.has_kx,
    position.is_denied,
    position.allowed_cents,
    position.line_sequence
from ledger.position
inner join ledger.service_line
    on position.line_place = service_line.line_place
