-- grain:  one row per code of a documented visit
-- key:    documented_place
-- units:  documented_units are units of service; documented_minutes are minutes of treatment, null if not exported
-- source: source.documented_unit

with read as (

    select
        documented_place,
        file_number,
        file_sha256,
        segment_number,
        service_date,
        finalized_date,
        plan_of_care_date,
        documented_units,
        documented_minutes,
        person_number(patient_id) as patient_number,
        patient_birth_date,
        case
            when strpos(patient_name, ',') > 0
                then name_key(split_part(patient_name, ',', 1), split_part(patient_name, ',', 2))
        end as patient_name_letters,
        clean_text(visit_id) as visit_id,
        coalesce(clean_text(clinic_name), '') as documented_clinic_name,
        coalesce(clean_text(case_name), '') as case_name,
        clean_text(visit_type) as visit_type,
        coalesce(clean_text(documenting_therapist), clean_text(finalizing_therapist)) as therapist_name,
        upper(clean_text(diagnosis_codes)) as diagnosis_codes,
        upper(trim(regexp_replace(coalesce(modifiers, ''), '[\s,:;]+', ',', 'g'), ', ')) as modifiers,
        upper(trim(procedure_code)) as procedure_code
    from source.documented_unit

)

select
    read.*,
    concat_ws(
        '|', read.patient_number, read.patient_name_letters, read.patient_birth_date
    ) as documented_person_key
from read
