-- grain:  one row per day and rendering NPI of the claim files over the limit, on the line that takes it over
-- key:    line_place
-- units:  day_minutes are minutes of timed codes on that day, over all files and payers
-- source: claim.line, reference.timed_procedure, reference.rule_parameter

with running as (

    select
        line.line_place,
        line.paid_units * timed_procedure.minutes_value as line_minutes,
        sum(line.paid_units * timed_procedure.minutes_value) over (
            partition by line.provider_npi, line.service_date
            order by line.line_place
            rows between unbounded preceding and current row
        ) as day_minutes
    from claim.line
    inner join reference.timed_procedure
        on line.procedure_code = timed_procedure.procedure_code
    where not line.is_pending and line.provider_npi is not null and line.service_date is not null

)

select
    running.line_place,
    'long_day' as rule_name,
    running.day_minutes
from running
inner join reference.rule_parameter
    on rule_parameter.parameter_name = 'claim_day_limit_minutes'
where
    running.day_minutes > rule_parameter.parameter_value
    and running.day_minutes - running.line_minutes <= rule_parameter.parameter_value
