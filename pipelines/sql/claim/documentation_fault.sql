-- grain:  one row per judged visit of the claim files with overdue documentation, on the first line of a discipline
-- key:    line_place, rule_name
-- units:  treatment_days and plan_of_care_days are days up to the date of service
-- source: claim.line, ledger.documented_visit, ledger.beneficiary, ledger.documentation_rule

-- Decision 0141.

with visited as (

    select
        line.line_place,
        line.account_patient_number,
        line.discipline,
        line.service_date,
        row_number() over (
            partition by line.file_number, line.account_patient_number, line.discipline, line.service_date
            order by line.line_place
        ) as first_of_visit
    from claim.line
    where line.is_judged and line.discipline is not null and line.service_date is not null

),

-- the newest documented day up to the date of service
documented as (

    select
        visited.line_place,
        documented_visit.treatment_days,
        visited.service_date - documented_visit.plan_of_care_date as plan_of_care_days,
        row_number() over (
            partition by visited.line_place
            order by documented_visit.service_date desc, documented_visit.documented_place
        ) as newest_first
    from visited
    inner join ledger.beneficiary
        on visited.account_patient_number = beneficiary.patient_number
    inner join ledger.documented_visit
        on
            beneficiary.beneficiary_ordinal = documented_visit.beneficiary_ordinal
            and visited.discipline = documented_visit.discipline
            and visited.service_date >= documented_visit.service_date
    where visited.first_of_visit = 1

)

select
    documented.line_place,
    'progress_report_overdue' as rule_name,
    documented.treatment_days,
    documented.plan_of_care_days
from documented
cross join ledger.documentation_rule
where documented.newest_first = 1 and documented.treatment_days >= documentation_rule.progress_report_treatment_days
union all
select
    documented.line_place,
    'plan_of_care_overdue' as rule_name,
    documented.treatment_days,
    documented.plan_of_care_days
from documented
cross join ledger.documentation_rule
where documented.newest_first = 1 and documented.plan_of_care_days > documentation_rule.plan_of_care_days
