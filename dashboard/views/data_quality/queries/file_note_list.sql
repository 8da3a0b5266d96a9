select
    file_name,
    segment_number,
    rule,
    reason
from mart.file_note
order by file_name, segment_number, rule
limit $page_rows offset $offset_rows
