-- grain:  one row per annotation as it was offered
-- key:    annotation_place
-- units:  none
-- source: source.annotation

select
    annotation_place,
    file_number,
    file_sha256,
    segment_number,
    annotation_date,
    clean_text(clinic_npi) as payee_npi,
    clean_text(provider_npi) as provider_npi,
    clean_text(annotation_text) as annotation_text,
    steps_limits
from source.annotation
