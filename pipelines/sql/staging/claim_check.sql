-- grain:  one row per claim line and time that it was checked and kept
-- key:    file_sha256, segment_number, checked_at
-- units:  checked_at is UTC
-- source: source.claim_check

select
    file_sha256,
    file_name,
    segment_number,
    line_number,
    clean_text(patient_control_number) as patient_control_number,
    payee_npi,
    service_date,
    procedure_code,
    modifiers,
    rule_names,
    check_date,
    checked_at
from source.claim_check
