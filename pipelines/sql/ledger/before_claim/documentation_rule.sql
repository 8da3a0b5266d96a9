-- grain:  one row
-- key:    progress_report_treatment_days, plan_of_care_days
-- units:  treatment days without a progress report, and days of a plan of care, from which on documentation is overdue
-- source: reference.rule_parameter

select
    max(
        case
            when rule_parameter.parameter_name = 'progress_report_treatment_days' then rule_parameter.parameter_value
        end
    ) as progress_report_treatment_days,
    max(
        case when rule_parameter.parameter_name = 'plan_of_care_days' then rule_parameter.parameter_value end
    ) as plan_of_care_days
from reference.rule_parameter
