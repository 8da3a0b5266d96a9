select
    file.batch_number,
    file.offered_at,
    file.file_name,
    file.kind,
    file.status,
    file.reason,
    file.service_lines,
    file.file_sha256
from mart.file
where file.batch_number = (select max(newest.batch_number) from mart.file as newest)
order by
    file.status = 'refused' desc,
    file.file_number
