-- grain:  one row per row or claim payment that was not used
-- key:    file_number, segment_number, rule
-- units:  claim_payment_lines counts the service lines that went with it
-- source: ledger.set_aside, ledger.file

select
    set_aside.file_sha256,
    set_aside.segment_number,
    set_aside.rule,
    set_aside.reason,
    set_aside.file_number,
    file.file_name,
    set_aside.service_lines as claim_payment_lines
from ledger.set_aside
inner join ledger.file
    on set_aside.file_number = file.file_number
