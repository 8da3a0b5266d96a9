-- grain:  one row per row of a prior-use file
-- key:    file_sha256, segment_number
-- units:  used_cents is US cents, the total used everywhere
-- source: ledger.prior_use_entry, ledger.beneficiary, ledger.file

select
    beneficiary.beneficiary_key,
    prior_use_entry.pool,
    prior_use_entry.calendar_year,
    prior_use_entry.used_cents,
    prior_use_entry.as_of_date,
    prior_use_entry.prior_use_grade,
    prior_use_entry.entry_category,
    prior_use_entry.withdrawal_reason,
    file.offered_at,
    file.file_name,
    file.file_sha256,
    prior_use_entry.segment_number
from ledger.prior_use_entry
inner join ledger.file
    on prior_use_entry.file_number = file.file_number
left join ledger.beneficiary
    on prior_use_entry.beneficiary_ordinal = beneficiary.beneficiary_ordinal
