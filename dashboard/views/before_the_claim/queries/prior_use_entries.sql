select
    beneficiary_key,
    pool,
    calendar_year,
    used_cents,
    as_of_date,
    prior_use_grade,
    entry_category,
    withdrawal_reason,
    offered_at,
    file_name,
    segment_number,
    file_sha256
from mart.prior_use_entry
order by
    offered_at desc,
    file_sha256,
    segment_number
