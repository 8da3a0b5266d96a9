-- grain:  one row per row of a prior-use file that a person withdrew; it counts nowhere, at no date
-- key:    prior_use_place
-- units:  none
-- source: staging.prior_use, staging.prior_use_withdrawal

select
    prior_use.prior_use_place,
    prior_use.file_number,
    prior_use.file_sha256,
    prior_use.segment_number,
    arg_min(prior_use_withdrawal.withdrawal_reason, prior_use_withdrawal.prior_use_withdrawal_place)
        as withdrawal_reason
from staging.prior_use
inner join staging.prior_use_withdrawal
    on
        prior_use.file_sha256 = prior_use_withdrawal.withdrawn_file_sha256
        and prior_use.segment_number = prior_use_withdrawal.withdrawn_row_ordinal
group by prior_use.prior_use_place, prior_use.file_number, prior_use.file_sha256, prior_use.segment_number
