select
    table_name,
    column_names,
    expectation,
    severity,
    judged_values,
    is_sample,
    is_met,
    unexpected_rows
from mart.expectation
order by is_met, severity, table_name, expectation_ordinal
