select
    column_name,
    min(description) as description
from mart."column"
group by column_name
order by column_name
