-- grain:  one row per statement that a row of an earlier prior-use file was entered by mistake
-- key:    prior_use_withdrawal_place
-- units:  none
-- source: source.prior_use_withdrawal

select
    prior_use_withdrawal_place,
    file_number,
    file_sha256,
    segment_number,
    withdrawn_file_sha256,
    withdrawn_row_ordinal,
    clean_text(withdrawal_reason) as withdrawal_reason
from source.prior_use_withdrawal
