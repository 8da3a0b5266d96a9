select
    cause_dimension,
    cause_value,
    cause_rank,
    denied_services,
    expected_allowed_cents,
    recovered_cents,
    open_cents,
    expired_cents
from mart.denial_cause
order by cause_dimension, expected_allowed_cents desc, cause_rank, cause_value
