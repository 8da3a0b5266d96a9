select
    rule_code,
    rule_name,
    false_alarm,
    source
from mart.control_rule
order by rule_code
