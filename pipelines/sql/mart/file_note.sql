-- grain:  one row per thing that a reader noticed and that changes nothing
-- key:    file_number, segment_number, rule, reason
-- units:  none
-- source: ledger.file_note, ledger.file

select
    file_note.file_sha256,
    file.file_name,
    file_note.file_number,
    file_note.segment_number,
    file_note.rule,
    file_note.reason
from ledger.file_note
inner join ledger.file
    on file_note.file_number = file.file_number
