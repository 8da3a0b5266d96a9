-- grain:  one row per beneficiary, pool and calendar year: its first KX line as received, else its last line
-- key:    beneficiary_key, pool, calendar_year
-- units:  _cents are US cents missing to the threshold, negative after it
-- source: ledger.kx_start

select
    kx_start.beneficiary_key,
    kx_start.pool,
    kx_start.calendar_year,
    kx_start.provider_npi,
    kx_start.payee_npi,
    kx_start.service_line_key,
    kx_start.order_date,
    kx_start.service_date,
    kx_start.has_kx,
    kx_start.is_kx_needed,
    kx_start.remaining_cents,
    kx_start.remaining_after_cents,
    kx_start.remaining_previous_cents,
    kx_start.is_from_start,
    kx_start.is_after_denial,
    kx_start.is_first_needed,
    kx_start.prior_use_grade,
    kx_start.is_institutional
from ledger.kx_start
