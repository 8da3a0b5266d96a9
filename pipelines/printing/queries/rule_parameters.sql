select
    parameter_name,
    parameter_value,
    unit,
    meaning,
    source
from mart.rule_parameter
order by parameter_name
