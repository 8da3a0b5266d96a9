-- grain:  one row per prior-use answer about an account, known by the data-through date
-- key:    file_sha256, segment_number, pool, calendar_year
-- units:  used_cents is the total used everywhere, prior_use_cents what of it was used at other providers, in US cents
-- source: ledger.prior_use_answer, ledger.prior_use, ledger.account, ledger.beneficiary, ledger.file

select
    beneficiary.beneficiary_key,
    account.pool,
    account.calendar_year,
    prior_use_answer.as_of_date,
    prior_use_answer.prior_use_grade,
    prior_use.used_cents,
    prior_use_answer.prior_use_cents,
    prior_use_answer.prior_use_low_cents,
    prior_use_answer.prior_use_high_cents,
    file.kind,
    file.file_sha256,
    file.file_name,
    prior_use.segment_number,
    prior_use.segment_text
from ledger.prior_use_answer
inner join ledger.prior_use
    on prior_use_answer.prior_use_place = prior_use.prior_use_place
inner join ledger.account
    on prior_use_answer.account_ordinal = account.account_ordinal
inner join ledger.beneficiary
    on account.beneficiary_ordinal = beneficiary.beneficiary_ordinal
inner join ledger.file
    on prior_use.file_number = file.file_number
