select
    parameter_name,
    parameter_value,
    unit,
    meaning,
    source
from mart.rule_parameter
where list_contains($names, parameter_name)
order by parameter_name
