select
    table_name,
    grain,
    key,
    units,
    source
from mart.table
order by table_name
