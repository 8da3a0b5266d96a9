-- grain:  one row per number that a rule uses
-- key:    parameter_name
-- units:  parameter_value counts in the unit that its row names
-- source: reference.rule_parameter

select
    parameter_name,
    cast(parameter_value as bigint) as parameter_value,
    unit,
    meaning,
    source
from reference.rule_parameter
