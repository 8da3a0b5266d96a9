-- grain:  one row per thing that a reader noticed and that changes nothing
-- key:    file_number, segment_number, rule, reason
-- units:  none
-- source: staging.finding, ledger.eligibility_note, ledger.prior_use_note, ledger.documented_note

select
    finding.file_number,
    finding.file_sha256,
    finding.segment_number,
    finding.rule,
    finding.reason
from staging.finding
where not finding.is_set_aside
union all
select
    eligibility_note.file_number,
    eligibility_note.file_sha256,
    eligibility_note.segment_number,
    eligibility_note.rule,
    eligibility_note.reason
from ledger.eligibility_note
union all
select
    prior_use_note.file_number,
    prior_use_note.file_sha256,
    prior_use_note.segment_number,
    prior_use_note.rule,
    prior_use_note.reason
from ledger.prior_use_note
union all
select
    documented_note.file_number,
    documented_note.file_sha256,
    documented_note.segment_number,
    documented_note.rule,
    documented_note.reason
from ledger.documented_note
