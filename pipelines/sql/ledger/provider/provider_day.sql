-- grain:  one row per provider and day with timed lines
-- key:    provider_npi, service_date
-- units:  timed_units are units of service; _minutes are minutes; is_long says more than the limit of a day
-- source: ledger.timed_line, reference.rule_parameter

with bound as (

    select max(rule_parameter.parameter_value) as day_limit_minutes
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'day_limit_minutes'

),

summed as (

    select
        timed_line.provider_npi,
        timed_line.service_date,
        count(*) as timed_lines,
        count(distinct timed_line.beneficiary_ordinal) as beneficiaries,
        cast(sum(timed_line.paid_units) as decimal(18, 4)) as timed_units,
        cast(sum(timed_line.timed_minutes) as bigint) as timed_minutes,
        cast(sum(case when timed_line.is_assistant then timed_line.timed_minutes else 0 end) as bigint)
            as assistant_minutes
    from ledger.timed_line
    group by timed_line.provider_npi, timed_line.service_date

)

select
    summed.provider_npi,
    summed.service_date,
    summed.timed_lines,
    summed.beneficiaries,
    summed.timed_units,
    summed.timed_minutes,
    summed.assistant_minutes,
    summed.timed_minutes > bound.day_limit_minutes as is_long
from summed
cross join bound
