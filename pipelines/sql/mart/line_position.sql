-- grain:  one row per final service line in a pool and order basis
-- key:    service_line_key, order_basis
-- units:  _cents are US cents; before and after include prior use; line_sequence counts from 1
-- source: ledger.therapy_accrual, ledger.service_line

select
    service_line.service_line_key,
    therapy_accrual.order_basis,
    service_line.beneficiary_key,
    service_line.pool,
    service_line.calendar_year,
    therapy_accrual.accrued_before_cents,
    therapy_accrual.accrued_after_cents,
    therapy_accrual.prior_use_cents,
    therapy_accrual.prior_use_grade,
    therapy_accrual.kx_position,
    therapy_accrual.medical_review_position,
    therapy_accrual.kx_finding,
    therapy_accrual.prior_use_needed_cents,
    therapy_accrual.service_date,
    therapy_accrual.order_date,
    therapy_accrual.has_kx,
    therapy_accrual.is_denied,
    therapy_accrual.allowed_cents,
    therapy_accrual.line_sequence,
    therapy_accrual.has_implied_prior_use,
    therapy_accrual.is_prior_use_decisive
from ledger.therapy_accrual
inner join ledger.service_line
    on therapy_accrual.line_place = service_line.line_place
