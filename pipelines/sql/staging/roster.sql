-- grain:  one row per row of a roster
-- key:    roster_place
-- units:  none
-- source: source.roster

select
    roster_place,
    file_number,
    file_sha256,
    segment_number,
    trim(provider_npi) as provider_npi,
    clean_text(provider_name) as provider_name,
    upper(trim(discipline)) as discipline,
    clean_text(clinic) as clinic,
    is_active
from source.roster
