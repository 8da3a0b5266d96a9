-- grain:  one row per changed identifier
-- key:    crosswalk_place
-- units:  none
-- source: source.identity_crosswalk

select
    crosswalk_place,
    file_number,
    file_sha256,
    segment_number,
    person_number(old_patient_id) as old_patient_number,
    person_number(new_patient_id) as new_patient_number
from source.identity_crosswalk
