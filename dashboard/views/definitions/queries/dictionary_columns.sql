select
    table_name,
    column_name,
    data_type,
    description
from mart."column"
order by table_name, column_name
