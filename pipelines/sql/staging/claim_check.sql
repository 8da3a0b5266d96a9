-- grain:  one row per claim line and time that it was checked and kept
-- key:    file_sha256, segment_number, checked_at
-- units:  checked_at is UTC; paid_units are units as submitted
-- source: source.claim_check

select
    file_sha256,
    file_name,
    segment_number,
    line_number,
    coalesce(claim_ordinal, 0) as claim_ordinal,
    clean_text(patient_control_number) as patient_control_number,
    person_number(patient_id) as patient_number,
    payee_npi,
    service_date,
    procedure_code,
    modifiers,
    paid_units,
    claim_filing_indicator_code,
    claim_frequency_code,
    original_claim_control_number,
    rule_names,
    created_date,
    check_date,
    checked_at
from source.claim_check
