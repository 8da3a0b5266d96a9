-- grain:  one row per treatment day of a patient at a clinic, by case and discipline
-- key:    file_sha256, segment_number
-- units:  treatment_days and plan_of_care_days are days; beneficiary_key is null for a patient without remittances
-- source: ledger.documented_visit, ledger.file, ledger.scope, ledger.documentation_rule,
--         reference.rule_parameter

select
    file.file_sha256,
    file.file_name,
    documented_visit.segment_number,
    documented_visit.beneficiary_key,
    documented_visit.documented_clinic_name,
    documented_visit.discipline,
    documented_visit.service_date,
    documented_visit.visit_type,
    documented_visit.therapist_name,
    documented_visit.diagnosis_codes,
    documented_visit.is_progress_report,
    documented_visit.progress_report_date,
    documented_visit.treatment_days,
    documented_visit.treatment_days >= documentation_rule.progress_report_treatment_days as is_report_overdue,
    documented_visit.plan_of_care_date,
    documented_visit.plan_of_care_days,
    coalesce(documented_visit.plan_of_care_days > documentation_rule.plan_of_care_days, false) as is_plan_overdue,
    documented_visit.is_last_visit,
    documented_visit.is_last_visit
    and coalesce(
        documented_visit.service_date >= scope.data_through_date - cast(rule_parameter.parameter_value as integer), true
    ) as is_active_course
from ledger.documented_visit
inner join ledger.file
    on documented_visit.file_number = file.file_number
cross join ledger.scope
cross join ledger.documentation_rule
inner join reference.rule_parameter
    on rule_parameter.parameter_name = 'open_patient_days'
