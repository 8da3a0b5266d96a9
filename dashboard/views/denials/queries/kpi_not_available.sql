select
    kpi_name,
    definition,
    what_is_needed,
    shown_instead,
    source
from mart.kpi_not_available
order by kpi_name
