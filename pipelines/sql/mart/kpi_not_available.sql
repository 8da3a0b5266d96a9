-- grain:  one row per known measure that remittances alone cannot give
-- key:    kpi_name
-- units:  none
-- source: reference.kpi_not_available

select
    kpi_not_available.kpi_name,
    kpi_not_available.definition,
    kpi_not_available.what_is_needed,
    kpi_not_available.shown_instead,
    kpi_not_available.source
from reference.kpi_not_available
