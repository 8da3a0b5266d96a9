select
    file_name,
    file_sha256,
    kind,
    status
from mart.file
where status = 'accepted'
order by file_number
