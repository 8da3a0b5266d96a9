select
    list_name,
    version,
    source,
    reviewed_date,
    next_review_date
from mart.reference_list
order by list_name
