select
    file_sha256,
    file_name,
    segment_number,
    rule,
    reason
from mart.set_aside
order by file_name, segment_number, rule, file_sha256, reason
