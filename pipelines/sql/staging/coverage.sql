-- grain:  one row per statement from which day on a clinic's remittances of a year are complete
-- key:    coverage_place
-- units:  none
-- source: source.coverage

select
    coverage_place,
    file_number,
    file_sha256,
    segment_number,
    trim(payee_npi) as payee_npi,
    calendar_year,
    complete_from_date,
    clean_text(coverage_source) as coverage_source
from source.coverage
