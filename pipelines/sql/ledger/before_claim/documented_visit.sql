-- grain:  one row per treatment day of a patient at a clinic, by case and discipline
-- key:    documented_person_key, documented_clinic_name, case_name, discipline, service_date
-- units:  treatment_days counts the days without a progress report since the last one, this one included
-- source: ledger.documented_line

-- Decision 0144.

with treatment_day as (

    select
        documented_line.documented_person_key,
        documented_line.documented_clinic_name,
        documented_line.case_name,
        coalesce(documented_line.discipline, '') as discipline,
        documented_line.service_date,
        any_value(documented_line.beneficiary_ordinal) as beneficiary_ordinal,
        any_value(documented_line.beneficiary_key) as beneficiary_key,
        min(documented_line.visit_type) as visit_type,
        min(documented_line.therapist_name) as therapist_name,
        min(documented_line.diagnosis_codes) as diagnosis_codes,
        bool_or(documented_line.is_progress_report) as is_progress_report,
        max(documented_line.plan_of_care_date) as named_plan_date,
        bool_or(documented_line.is_plan_of_care) as is_plan_of_care,
        min(documented_line.documented_place) as documented_place,
        min(documented_line.file_number) as file_number,
        min(documented_line.segment_number) as segment_number
    from ledger.documented_line
    group by
        documented_line.documented_person_key,
        documented_line.documented_clinic_name,
        documented_line.case_name,
        coalesce(documented_line.discipline, ''),
        documented_line.service_date

),

-- the plan that the export names, else the visit that opened or renewed it
reported as (

    select
        treatment_day.*,
        sum(case when treatment_day.is_progress_report then 1 else 0 end) over course as reports,
        max(case when treatment_day.is_progress_report then treatment_day.service_date end) over course
            as progress_report_date,
        coalesce(
            max(treatment_day.named_plan_date) over course,
            max(case when treatment_day.is_plan_of_care then treatment_day.service_date end) over course
        ) as plan_of_care_date,
        row_number() over (
            partition by
                treatment_day.documented_person_key,
                treatment_day.documented_clinic_name,
                treatment_day.case_name,
                treatment_day.discipline
            order by treatment_day.service_date desc
        ) as newest_first
    from treatment_day
    window course as (
        partition by
            treatment_day.documented_person_key,
            treatment_day.documented_clinic_name,
            treatment_day.case_name,
            treatment_day.discipline
        order by treatment_day.service_date
    )

)

select
    reported.documented_person_key,
    reported.beneficiary_ordinal,
    reported.beneficiary_key,
    reported.documented_clinic_name,
    reported.case_name,
    nullif(reported.discipline, '') as discipline,
    reported.service_date,
    reported.visit_type,
    reported.therapist_name,
    reported.diagnosis_codes,
    reported.is_progress_report,
    reported.progress_report_date,
    reported.plan_of_care_date,
    reported.documented_place,
    reported.file_number,
    reported.segment_number,
    reported.newest_first = 1 as is_last_visit,
    -- a course whose beginning the export does not hold counts from its first day
    row_number() over (
        partition by
            reported.documented_person_key,
            reported.documented_clinic_name,
            reported.case_name,
            reported.discipline,
            reported.reports
        order by reported.service_date
    ) - case when reported.reports > 0 then 1 else 0 end as treatment_days,
    date_diff('day', reported.plan_of_care_date, reported.service_date) as plan_of_care_days
from reported
