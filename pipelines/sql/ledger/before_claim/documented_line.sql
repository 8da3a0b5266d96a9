-- grain:  one row per code of a documented visit; a row that comes again in another export counts once, the newest
-- key:    documented_place
-- units:  documented_units are units of service; discipline is that of the row, else of its visit if that has but one
-- source: staging.documented_unit, ledger.documented_person, ledger.beneficiary, reference.therapy_modifier,
--         reference.visit_type

with keyed as (

    select
        documented_unit.*,
        dense_rank() over (
            partition by
                documented_unit.documented_clinic_name, documented_unit.visit_id, documented_unit.documented_person_key
            order by documented_unit.file_number desc
        ) as newest_first
    from staging.documented_unit

),

by_modifier as (

    select
        keyed.documented_place,
        min(therapy_modifier.discipline) as discipline
    from keyed
    inner join reference.therapy_modifier
        on concat(',', keyed.modifiers, ',') like concat('%,', therapy_modifier.modifier_code, ',%')
    group by keyed.documented_place
    having count(*) = 1

),

by_visit as (

    select
        keyed.documented_clinic_name,
        keyed.visit_id,
        min(by_modifier.discipline) as discipline
    from keyed
    inner join by_modifier
        on keyed.documented_place = by_modifier.documented_place
    group by keyed.documented_clinic_name, keyed.visit_id
    having count(distinct by_modifier.discipline) = 1

),

by_type as (

    select
        keyed.documented_place,
        bool_or(visit_type.is_progress_report) as is_progress_report,
        bool_or(visit_type.is_plan_of_care) as is_plan_of_care
    from keyed
    inner join reference.visit_type
        on upper(keyed.visit_type) like visit_type.visit_pattern
    group by keyed.documented_place

)

select
    keyed.documented_place,
    keyed.file_number,
    keyed.file_sha256,
    keyed.segment_number,
    keyed.documented_person_key,
    documented_person.beneficiary_ordinal,
    beneficiary.beneficiary_key,
    keyed.documented_clinic_name,
    keyed.case_name,
    keyed.visit_id,
    keyed.visit_type,
    keyed.service_date,
    keyed.plan_of_care_date,
    keyed.therapist_name,
    keyed.diagnosis_codes,
    keyed.modifiers,
    keyed.procedure_code,
    keyed.documented_units,
    keyed.documented_minutes,
    coalesce(by_modifier.discipline, by_visit.discipline) as discipline,
    coalesce(by_type.is_progress_report, false) as is_progress_report,
    coalesce(by_type.is_plan_of_care, false) as is_plan_of_care
from keyed
inner join ledger.documented_person
    on keyed.documented_person_key = documented_person.documented_person_key
left join ledger.beneficiary
    on documented_person.beneficiary_ordinal = beneficiary.beneficiary_ordinal
left join by_modifier
    on keyed.documented_place = by_modifier.documented_place
left join by_visit
    on
        keyed.documented_clinic_name = by_visit.documented_clinic_name
        and keyed.visit_id = by_visit.visit_id
left join by_type
    on keyed.documented_place = by_type.documented_place
where keyed.newest_first = 1
