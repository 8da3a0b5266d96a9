-- grain:  one row per patient, discipline and treatment day whose timed codes were all documented with their minutes
-- key:    beneficiary_ordinal, discipline, service_date
-- units:  documented_minutes are minutes of timed codes; supported_units are units of 15 minutes, by the 8-minute rule
-- source: ledger.documented_line, reference.timed_procedure, reference.rule_parameter

with rule as (

    select
        max(
            case when rule_parameter.parameter_name = 'timed_unit_minutes' then rule_parameter.parameter_value end
        ) as unit_minutes,
        max(
            case when rule_parameter.parameter_name = 'timed_unit_least_minutes' then rule_parameter.parameter_value end
        ) as least_minutes
    from reference.rule_parameter

),

treatment_day as (

    select
        documented_line.beneficiary_ordinal,
        documented_line.discipline,
        documented_line.service_date,
        cast(floor(sum(documented_line.documented_minutes)) as bigint) as documented_minutes
    from ledger.documented_line
    inner join reference.timed_procedure
        on documented_line.procedure_code = timed_procedure.procedure_code
    where documented_line.beneficiary_ordinal is not null and documented_line.discipline is not null
    group by documented_line.beneficiary_ordinal, documented_line.discipline, documented_line.service_date
    having count(*) = count(documented_line.documented_minutes)

)

-- the remainders of all timed codes of a day count together
select
    treatment_day.beneficiary_ordinal,
    treatment_day.discipline,
    treatment_day.service_date,
    treatment_day.documented_minutes,
    cast(
        (treatment_day.documented_minutes + rule.unit_minutes - rule.least_minutes) // rule.unit_minutes
        as decimal(18, 4)
    ) as supported_units
from treatment_day
cross join rule
