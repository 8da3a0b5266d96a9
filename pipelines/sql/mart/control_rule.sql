-- grain:  one row per rule that speaks of a change in a control chart
-- key:    rule_code
-- units:  window_value counts months
-- source: reference.control_rule

select
    control_rule.rule_code,
    control_rule.rule_name,
    control_rule.points_value,
    control_rule.window_value,
    control_rule.false_alarm,
    control_rule.source
from reference.control_rule
